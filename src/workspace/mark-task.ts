import { Problem } from '../diagnostic/problem.ts';
import { nearest } from '../diagnostic/suggest.ts';
import { markEntry } from '../run/audit-run.ts';
import type { Action, Mark, RunDocument, TaskRecord } from '../run/document.ts';
import { removeJournal } from '../store/local-journal.ts';
import { amendRun } from './claim.ts';
import { findRun, readRun } from './find-run.ts';
import { takeRun } from './ownership.ts';
import { person } from './person.ts';
import { keyOf, now, type Workspace } from './workspace.ts';

export interface MarkRequest {
  readonly run: string;
  readonly task: string;
  readonly state: Mark['state'];
  readonly reason: string;
}

/**
 * Says that a task was mended by hand. Its attempts stay; who said so, when and why is kept. What waited for it is run by
 * the next resume or retry.
 *
 * @throws {Problem} SG703 unknown task, SG711 while the run is worked on, SG720 without a reason.
 */
export async function markTask(workspace: Workspace, request: MarkRequest): Promise<RunDocument> {
  const found = await findRun(workspace, request.run);
  const { pipeline, run } = found.document;
  const lock = takeRun(workspace, pipeline, run);
  try {
    const { document } = await readRun(workspace, pipeline, run);
    const record = demandMarkable(document, request);
    const by = await person(workspace);
    const marked = applyMark(document, request, record, by, now(workspace));
    await amendRun(workspace, marked, markEntry(marked, request.task));
    removeJournal(workspace.repository.segueDir, keyOf(workspace, pipeline, run));
    return marked;
  } finally {
    lock.release();
  }
}

/**
 * What is known of the task that a mark is for.
 *
 * @throws {Problem} SG703 unknown task, SG720 without a reason.
 */
export function demandMarkable(document: RunDocument, { task, reason }: MarkRequest): TaskRecord {
  if (reason.trim() === '') throw noReason();
  const record = document.tasks[task];
  if (record === undefined) throw unknownTask(document, task);
  return record;
}

function applyMark(
  document: RunDocument,
  { task, state, reason }: MarkRequest,
  record: TaskRecord,
  by: string,
  at: string,
): RunDocument {
  const { reason: _, tolerated: __, ...before } = record;
  const marked: TaskRecord = { ...before, state, mark: { state, by, at, reason } };
  const action: Action = { kind: 'mark', by, at, tasks: [task], reason };
  const tasks = { ...document.tasks, [task]: marked };
  return { ...document, state: stateAfter(document, tasks), tasks, actions: [...document.actions, action] };
}

/** The mark may have been all that the run lacked. */
function stateAfter(document: RunDocument, tasks: RunDocument['tasks']): RunDocument['state'] {
  if (document.state === 'running') return 'running';
  const done = ['success', 'skipped', 'excluded'];
  return Object.values(tasks).every(({ state, tolerated }) => tolerated || done.includes(state))
    ? 'success'
    : document.state;
}

function unknownTask({ run, tasks }: RunDocument, name: string): Problem {
  const guess = nearest(name, Object.keys(tasks));
  const help = guess === undefined ? `segue status ${run} lists its tasks.` : `Did you mean ${guess}?`;
  return new Problem('SG703', `Run ${run} has no task ${name}.`, help, 2);
}

function noReason(): Problem {
  return new Problem(
    'SG720',
    'A mark needs a reason.',
    'Say what was done: --reason "loaded by hand from the backup"',
    2,
  );
}
