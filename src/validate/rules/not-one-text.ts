import { loaderCodes } from '../../model/codes.ts';
import type { Rule } from '../rule.ts';

export const notOneText: Rule = {
  ...loaderCodes.notText,
  summary: 'The file is not one document of UTF-8 text.',
  why: [
    'Bytes that are not text show differently in every tool, and control characters can hide a command from a',
    'reviewer. Of several documents in one file only one could be the pipeline.',
  ].join(' '),
  fix: 'Save the file as UTF-8, remove control characters, and give each pipeline a file of its own.',
};
