import { loaderCodes } from '../../model/codes.ts';
import type { Rule } from '../rule.ts';

export const wrongType: Rule = {
  ...loaderCodes.wrongType,
  summary: 'A value is of the wrong kind.',
  why: [
    'YAML guesses types from how a value looks: `07:00` is text, `1.10` is the number 1.1, `no` is text. The',
    'message says what was expected and what was found.',
  ].join(' '),
  fix: 'Write a value of the expected kind; put quotes around text that looks like a number.',
};
