import { loaderCodes } from '../../model/codes.ts';
import type { Rule } from '../rule.ts';

export const badId: Rule = {
  ...loaderCodes.badId,
  summary: 'An id is not made of the letters that ids may have.',
  why: [
    'Ids appear in commands, in file and branch names and in variables. A task id starts with an ASCII letter or',
    '`_` and goes on with letters, digits, `_` and `-`, at most 100 characters, as in GitHub Actions. A pipeline',
    'id is the path of its file.',
  ].join(' '),
  fix: 'Use another id; a free text can stand in `name`.',
};
