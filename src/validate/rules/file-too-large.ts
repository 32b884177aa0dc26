import { loaderCodes } from '../../model/codes.ts';
import type { Rule } from '../rule.ts';

export const fileTooLarge: Rule = {
  ...loaderCodes.fileTooLarge,
  summary: 'The file is larger than 1 MiB.',
  why: [
    'Every command reads every pipeline. A thousand tasks take about 60 KiB, so a file of this size holds',
    'something that is not a pipeline: data, or a script that belongs in a file of its own.',
  ].join(' '),
  fix: 'Move data and scripts to files of their own, or divide the pipeline.',
};
