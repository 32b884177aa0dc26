import { loaderCodes } from '../../model/codes.ts';
import type { Rule } from '../rule.ts';

export const badDate: Rule = {
  ...loaderCodes.badDate,
  summary: 'A date or an instant cannot be read.',
  why: [
    '`03/04/2026` is a day in March or in April, a time without an offset is another instant in each timezone, and the 30th of',
    'February is none. Of what can be read in two ways one is wrong, and it would be noticed late.',
  ].join(' '),
  fix: 'Write a day as `2026-01-31`, or an instant with its offset as `2026-01-31T05:00Z` or `2026-01-31T05:00+02:00`.',
};
