import { loaderCodes } from '../../model/codes.ts';
import type { Rule } from '../rule.ts';

export const aliasBomb: Rule = {
  ...loaderCodes.aliasBomb,
  summary:
    'The file grows beyond all measure when its aliases are followed, is nested too deeply, or has too many parts.',
  why: [
    'A few lines of aliases of aliases can stand for billions of values. Files of pull requests come from',
    'strangers, so reading one must stay cheap.',
  ].join(' '),
  fix: 'Write the values out, or put what they share into `defaults` or `env`.',
};
