import { loaderCodes } from '../../model/codes.ts';
import type { Rule } from '../rule.ts';

export const emptyRun: Rule = {
  ...loaderCodes.emptyRun,
  summary: 'A task has nothing to run.',
  why: 'An empty script succeeds at once. A task that seems to work and does nothing is found late.',
  fix: 'Write the command. For a task that only joins others, write `run: true`.',
};
