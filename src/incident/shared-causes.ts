import { failureCause } from '../report/issue/failure-fingerprint.ts';
import { parentOf } from '../report/progress/progress-state.ts';
import { failuresOf } from '../report/run/run-failures.ts';
import { textDigest } from '../report/text/text-digest.ts';
import type { RunDocument } from '../run/document.ts';
import { incidentBounds } from './bounds.ts';
import type { Cause } from './incident.ts';
import type { EndedRun } from './observation.ts';

/** What one cause hit in one run. */
export interface RunCause {
  readonly cause: Cause;
  /** Ids without the numbers of instances. */
  readonly tasks: readonly string[];
  readonly attempts: number;
  /** Further causes that are told as one with this. */
  readonly more: number;
}

/** The causes of a failed run, the first failure's first; tasks that fail alike are one. */
export function causesOf({ run, traces = {} }: EndedRun): readonly RunCause[] {
  const causes = new Map<string, RunCause>();
  for (const { task } of failuresOf(run)) {
    const record = run.tasks[task];
    if (record === undefined) continue;
    const { task: id, shared, title, line, logged } = failureCause(task, record);
    const known = causes.get(shared);
    const trace = traces[task];
    const generic = isGeneric(title) ? { generic: true as const } : {};
    causes.set(shared, {
      cause: known?.cause ?? { shared, task: id, title, line, logged, ...generic, ...(trace ? { trace } : {}) },
      tasks: [...(known?.tasks ?? []), id],
      attempts: (known?.attempts ?? 0) + record.attempts.length,
      more: 0,
    });
  }
  return causes.size === 0 ? [unknownCause] : folded([...causes.values()]);
}

/** A run that failed, and none of its tasks says of what. */
const unknownCause: RunCause = {
  cause: { shared: textDigest('failed'), task: '', title: 'failed', line: 'failed', logged: false, generic: true },
  tasks: [],
  attempts: 0,
  more: 0,
};

function folded(causes: readonly RunCause[]): readonly RunCause[] {
  const [first, ...others] = causes.slice(0, incidentBounds.causesPerRun);
  if (first === undefined) return [];
  return [{ ...first, more: Math.max(0, causes.length - incidentBounds.causesPerRun) }, ...others];
}

/** What any program says of anything: two pipelines that say it need not have anything in common. */
const saysNothing =
  /^(?:(?:exit(?:ed)?(?: with)?(?: code| status)? \d+)|exit \d+, without a word|killed|killed, as .*|terminated|aborted|ended by \w+|runs into its timeout.*|the process that ran it died|(?:an? |unknown |internal )?(?:error|exception|failure)(?: occurred)?|failed|fatal|command (?:failed|exited).*|script failed|task failed|job failed)[.:!]*$/i;
const shortestTelling = 10;

function isGeneric(title: string): boolean {
  return title.length < shortestTelling || saysNothing.test(title);
}

/** Whether all of these tasks have succeeded in the run; what is no longer in the pipeline cannot fail. */
export function haveSucceeded(run: RunDocument, tasks: readonly string[]): boolean {
  if (tasks.length === 0) return false;
  return tasks.every((task) => {
    const state = run.tasks[task]?.state;
    return state === undefined || state === 'success';
  });
}

/** Whether one of these tasks has failed by itself. */
export function hasFailed(causes: readonly RunCause[], tasks: readonly string[]): boolean {
  return causes.some((each) => each.tasks.some((task) => tasks.includes(parentOf(task) ?? task)));
}
