import { loaderCodes } from '../../model/codes.ts';
import type { Rule } from '../rule.ts';

export const outOfBounds: Rule = {
  ...loaderCodes.outOfBounds,
  summary: 'A number, a duration or a length is outside its bounds.',
  why: [
    'Everything has a bound, so that a slip of the finger cannot keep a runner busy for a year. Zero is refused',
    'where it makes no sense.',
  ].join(' '),
  fix: 'Choose a value within the bounds that the message names. `docs/limits.md` lists all of them.',
};
