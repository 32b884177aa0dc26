import { loaderCodes } from '../../model/codes.ts';
import type { Rule } from '../rule.ts';

export const syntax: Rule = {
  ...loaderCodes.syntax,
  summary: 'The file is not valid YAML.',
  why: [
    'Nothing of the file can be trusted until its text can be read. Everything else that can be found is reported',
    'all the same.',
  ].join(' '),
  fix: [
    'Look at the marked place and just before it: most often a quote, a bracket or a colon is missing, or a line',
    'is indented by a tab.',
  ].join(' '),
};
