import { loaderCodes } from '../../model/codes.ts';
import type { Rule } from '../rule.ts';

export const badShell: Rule = {
  ...loaderCodes.badShell,
  summary: 'A shell is not known, and is not a command with `{0}`.',
  why: 'The script of a task is put into a file. A custom shell says with `{0}` where the path of that file stands.',
  fix: 'Use `bash`, `sh`, `python` or `node`, or a command such as `Rscript {0}`.',
};
