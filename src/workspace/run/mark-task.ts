import { Problem } from '../../diagnostic/problem.ts';
import { nearest } from '../../diagnostic/suggest.ts';
import { markEntry } from '../../run/audit-run.ts';
import type { Mark, RunDocument, TaskRecord } from '../../run/document.ts';
import { withMark } from '../../run/mark.ts';
import { withoutSecrets } from '../given-secrets.ts';
import type { Office } from '../office.ts';
import { person } from '../person.ts';
import { now } from '../workspace.ts';
import { amendRun } from './claim.ts';
import { findRun, readRun } from './find-run.ts';
import { forgetJournal } from './forget-journal.ts';
import { takeRun } from './ownership.ts';

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
 * @throws {Problem} SG703 unknown task, SG711 while the run is worked on here, SG726 if somebody elsewhere has begun a retry of it, SG720 without a reason.
 */
export async function markTask(office: Office, request: MarkRequest): Promise<RunDocument> {
  const found = await findRun(office, request.run);
  const { pipeline, run } = found.document;
  const lock = takeRun(office, pipeline, run);
  try {
    const { document } = await readRun(office, pipeline, run);
    demandMarkable(document, request);
    const { task, state } = request;
    const reason = withoutSecrets(office, request.reason);
    const mark = { state, reason, by: await person(office) };
    const amend = (newest: RunDocument) =>
      isMarked(newest, task, mark) ? undefined : withMark(newest, { ...mark, task, at: now(office) });
    if (isMarked(document, task, mark)) return document;
    const entry = markEntry(withMark(document, { ...mark, task, at: now(office) }), task);
    const marked = await amendRun(office, document, entry, amend);
    forgetJournal(office, pipeline, run);
    return marked;
  } finally {
    lock.release();
  }
}

/** Who asks again after a lost answer has been heard before. */
function isMarked({ tasks }: RunDocument, task: string, { state, reason, by }: Omit<Mark, 'at'>): boolean {
  const { mark } = tasks[task] ?? {};
  return mark?.state === state && mark.reason === reason && mark.by === by;
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
