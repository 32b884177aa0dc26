import { loaderCodes } from '../../model/codes.ts';
import type { Rule } from '../rule.ts';

export const notAMapping: Rule = {
  ...loaderCodes.notAMapping,
  summary: 'The file is empty, or its top level is not a mapping of keys.',
  why: [
    'A pipeline is a mapping with at least `tasks`. Files below the pipelines folder that end in `.yml` or',
    '`.yaml` are pipelines.',
  ].join(' '),
  fix: 'Write at least `tasks`, or move the file to another folder.',
};
