import { loaderCodes } from '../../model/codes.ts';
import type { Rule } from '../rule.ts';

export const unknownKey: Rule = {
  ...loaderCodes.unknownKey,
  summary: 'A key has no meaning at its place.',
  why: 'A key that is passed over in silence is worse than an error: a `retires: 3` would never retry.',
  fix: 'Correct the key, or remove it. The message lists the keys that may stand there.',
};
