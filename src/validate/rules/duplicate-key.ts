import { loaderCodes } from '../../model/codes.ts';
import type { Rule } from '../rule.ts';

export const duplicateKey: Rule = {
  ...loaderCodes.duplicateKey,
  summary: 'A mapping has the same key twice.',
  why: 'Readers of YAML differ in which one they take, so one of the two values would be dropped without a word.',
  fix: 'Merge the two entries, or rename one.',
};
