import { problemsWithCode } from '../expression-problems.ts';
import type { Rule } from '../rule.ts';

export const expressionSyntax: Rule = {
  code: 'SG401',
  name: 'expression-syntax',
  severity: 'error',
  summary: 'An expression cannot be read.',
  why: [
    'Expressions are those of GitHub Actions, read by the same library: names with dots, strings in single quotes,',
    '`==`, `!=`, `<`, `&&`, `||`, `!`, and functions such as `fromJSON`. What cannot be read would fail the task at night.',
  ].join(' '),
  fix: 'Correct the expression at the marked place.',
  check: (context) => problemsWithCode(context, 'SG401'),
};
