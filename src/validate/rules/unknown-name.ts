import { problemsWithCode } from '../expression-problems.ts';
import type { Rule } from '../rule.ts';

export const unknownName: Rule = {
  code: 'SG402',
  name: 'unknown-name',
  severity: 'error',
  summary: 'An expression uses a name or a function that does not exist where it stands.',
  why: [
    'GitHub Actions gives an empty text for an unknown name, so that a typo shows up as missing data. Here all names',
    'are known before a run: `needs.TASK.outputs.NAME`, `needs.TASK.result`, `params`, `vars` (those of the',
    'environments in `.github/segue.yml`), `interval.start` and `.end`, `run.id`, `.pipeline`, `.environment`, `.commit` and',
    '`.attempt`, and, in a task with `foreach`, `foreach.item` and `.index`.',
  ].join(' '),
  fix: 'Correct the name; the message lists what is known at this place.',
  check: (context) => problemsWithCode(context, 'SG402'),
};
