import type { z } from 'zod';
import { triggerRules } from '../trigger-rule.ts';
import {
  artifacts,
  duration,
  foreach,
  names,
  retries,
  run,
  shell,
  strict,
  text,
  variables,
  words,
  yesOrNo,
} from './schema-parts.ts';

/** Keys that a task and `defaults` share. */
const shared = {
  shell: shell
    .optional()
    .describe('What runs the text of `run`: `bash` (default), `sh`, `python`, `node`, or `command {0}`.'),
  env: variables
    .optional()
    .describe(
      'Environment variables. Values may hold expressions; the task wins over `defaults`, and they over the pipeline.',
    ),
  retries: retries
    .optional()
    .describe(
      'Tries after the first one, 0 (default) to 20; or a mapping with `limit`, `delay`, `backoff`, `max-delay` and `jitter`.',
    ),
  timeout: duration
    .optional()
    .describe('How long one attempt may take, 1h by default, 7d at most. Then its whole process group is ended.'),
  pool: text.optional().describe('The pool of `.github/segue.yml` that gives this task a slot.'),
  'continue-on-error': yesOrNo
    .optional()
    .describe('If true, the run can succeed although this task failed. Default: false.'),
  'working-directory': text
    .optional()
    .describe("Where the task runs, from the repository's root. May hold expressions. Default: the root."),
  artifacts: artifacts
    .optional()
    .describe(
      'Files that the task hands on, as globs that may hold expressions; or `none`. With neither, a run cannot be resumed on another machine after this task.',
    ),
};

const own = {
  name: text.optional().describe('A title for people. Default: the id.'),
  run: run.describe('The commands of the task, given to its shell.'),
  needs: names.optional().describe('Tasks that must finish before this one: one id or a list.'),
  if: text
    .optional()
    .describe('An expression; the task is skipped if it does not hold. It sees the outputs and results of `needs`.'),
  foreach: foreach
    .optional()
    .describe(
      'An expression that gives a list, e.g. `fromJSON(needs.list.outputs.files)`; one instance for each item, 1,000 at most.',
    ),
  'trigger-rule': words(triggerRules)
    .optional()
    .describe('Which ends of `needs` let the task start. Default: `all_success`.'),
};

/** Built on demand: most commands read no file. */
export function buildTaskSchema() {
  return strict({ ...own, ...shared }, 'task');
}

export function buildDefaultsSchema() {
  return strict(shared, 'defaults');
}

/** One task, as written. */
export type TaskFile = z.infer<ReturnType<typeof buildTaskSchema>>;

/** Task keys that `defaults` may hold, as written. */
export type TaskDefaultsFile = z.infer<ReturnType<typeof buildDefaultsSchema>>;
