import { Problem } from '../../diagnostic/problem.ts';
import { claimOf } from '../../run/claim-of.ts';
import type { Action, Cancellation, RunDocument, TaskRecord } from '../../run/document.ts';
import { isFinal } from '../../run/states.ts';
import { withoutSecrets } from '../given-secrets.ts';
import type { Office } from '../office.ts';
import { person } from '../person.ts';
import { now } from '../workspace.ts';
import { endRun } from './claim.ts';
import { demandFree } from './demand-free.ts';
import { type FoundRun, findRun, listRuns, readRun } from './find-run.ts';
import { forgetJournal } from './forget-journal.ts';
import { requestCancel } from './inbox.ts';
import { endLeftBehind } from './left-behind.ts';
import { takeRun } from './ownership.ts';

export interface CancelRequest {
  /** The newest run that goes on without one. */
  readonly run?: string;
  readonly reason?: string;
}

/**
 * `asked`: the process that works on it, on this machine, was asked to end it. `requested`: it may go on on another machine, which
 * was asked with its next beat; if nobody is there any more the next tick ends it. `ended`: nobody works on it; it is ended now.
 */
export interface Cancelled {
  readonly how: 'asked' | 'requested' | 'ended';
  readonly document: RunDocument;
}

/**
 * Ends a run for good: it can be retried, but not resumed.
 *
 * @throws {Problem} SG721 if it has ended already or nothing goes on, SG726 while another clone works on it and nothing is shared,
 *   SG608, SG609 if the remote does not take the request.
 */
export async function cancelRun(office: Office, request: CancelRequest): Promise<Cancelled> {
  const found = request.run === undefined ? await newestGoingOn(office) : await findRun(office, request.run);
  const { document, owner } = found;
  if (document.state !== 'running' && !(await isWaiting(office, document))) throw hasEnded(document);
  const by = await person(office);
  const cancellation = {
    why: 'request',
    by,
    ...(request.reason === undefined ? {} : { reason: withoutSecrets(office, request.reason) }),
  } as const;
  const { repository, randomness } = office;
  if (owner === undefined || repository === undefined) return endOrAsk(office, found, cancellation);
  requestCancel(repository.segueDir, document.run, owner, cancellation, randomness.hex(8));
  return { how: 'asked', document };
}

/** It was interrupted, and the next tick would go on with it. */
export async function isWaiting({ state }: Office, { environment, pipeline, run }: RunDocument): Promise<boolean> {
  return claimOf(await state.state(environment, pipeline), run)?.interrupted === true;
}

async function endOrAsk(office: Office, found: FoundRun, cancellation: Cancellation): Promise<Cancelled> {
  try {
    return { how: 'ended', document: await endDeadRun(office, found, cancellation) };
  } catch (error) {
    const isHeld = error instanceof Problem && error.code === 'SG726';
    if (!isHeld || !(await askElsewhere(office, found.document, cancellation))) throw error;
    return { how: 'requested', document: found.document };
  }
}

/** False if there is nobody to be asked: no claim with a lease, or no place to leave the request. */
async function askElsewhere(
  office: Office,
  { environment, pipeline, run }: RunDocument,
  { by, reason }: Cancellation,
): Promise<boolean> {
  const holder = claimOf(await office.state.state(environment, pipeline), run)?.lease;
  if (holder === undefined || office.inbox === undefined) return false;
  const why = reason === undefined ? {} : { reason };
  await office.inbox.ask({ kind: 'cancel', run, holder, by, at: now(office), ...why });
  return true;
}

async function endDeadRun(office: Office, found: FoundRun, cancellation: Cancellation): Promise<RunDocument> {
  const { pipeline, run } = found.document;
  const lock = takeRun(office, pipeline, run);
  try {
    const { basis } = await demandFree(office, pipeline, run, {});
    const { document } = await readRun(office, pipeline, run);
    if (office.repository !== undefined) await endLeftBehind(office, document);
    const at = now(office);
    const ended = endDocument(document, cancellation, at);
    await endRun(office, ended, at, basis);
    forgetJournal(office, pipeline, run);
    return ended;
  } finally {
    lock.release();
  }
}

/** A run that nobody works on, as it is when a person has ended it. */
export function endDocument(document: RunDocument, cancelled: Cancellation, at: string): RunDocument {
  const { by, reason } = cancelled;
  const action: Action = { kind: 'cancel', by, at, ...(reason === undefined ? {} : { reason }) };
  const tasks = Object.entries(document.tasks).map(([id, record]) => [id, endTask(record, by, at)] as const);
  return {
    ...document,
    state: 'cancelled',
    cancelled,
    finishedAt: at,
    tasks: Object.fromEntries(tasks),
    actions: [...document.actions, action],
  };
}

function endTask(record: TaskRecord, by: string, at: string): TaskRecord {
  if (isFinal(record.state)) return record;
  const attempts = record.attempts.map((attempt) => {
    if (attempt.state !== 'running') return attempt;
    const { group: _, ...rest } = attempt;
    return { ...rest, state: 'lost', finishedAt: at, outcome: { kind: 'lost' } } as const;
  });
  return { ...record, state: 'cancelled', reason: { kind: 'cancelled', why: 'request', by }, attempts };
}

/** @throws {Problem} SG721 if none does. */
export async function newestGoingOn(office: Office): Promise<FoundRun> {
  const going = (await listRuns(office)).find(({ state }) => state === 'running');
  if (going !== undefined) return readRun(office, going.pipeline, going.run);
  throw new Problem('SG721', 'No run goes on.', 'segue status --all lists the newest runs.', 2);
}

export function hasEnded({ run, state }: RunDocument): Problem {
  return new Problem('SG721', `Run ${run} has ended already: ${state}.`, `segue status ${run} shows how.`, 2);
}
