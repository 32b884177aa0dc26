import { loaderCodes } from '../../model/codes.ts';
import type { Rule } from '../rule.ts';

export const badDuration: Rule = {
  ...loaderCodes.badDuration,
  summary: 'A duration is not written as Segue reads it.',
  why: [
    'A bare `30` can mean seconds or minutes. Durations carry their unit: `s`, `m`, `h` and `d`, from large to',
    'small.',
  ].join(' '),
  fix: 'Write for example `90s`, `20m`, `1h30m` or `2d`.',
};
