import { loaderCodes } from '../../model/codes.ts';
import type { Rule } from '../rule.ts';

export const missingKey: Rule = {
  ...loaderCodes.missingKey,
  summary: 'A required key is missing.',
  why: 'A pipeline has `tasks`, and each task has `run`. Nothing sensible can be assumed for them.',
  fix: 'Add the key that the message names.',
};
