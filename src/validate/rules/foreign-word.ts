import { loaderCodes } from '../../model/codes.ts';
import { problemsWithCode } from '../expression-problems.ts';
import type { Rule } from '../rule.ts';

export const foreignWord: Rule = {
  ...loaderCodes.foreignWord,
  summary: 'A key or word belongs to another tool.',
  why: [
    'Segue takes a word of GitHub Actions only where it means the same. What other tools call otherwise has one',
    'name here, so that a pipeline reads the same to everybody.',
  ].join(' '),
  fix: 'Use the replacement that the message shows. `docs/coming-from.md` names the same ideas in several tools.',
  check: (context) => problemsWithCode(context, 'SG102'),
};
