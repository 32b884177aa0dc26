import { Problem } from '../diagnostic/problem.ts';
import { claimOf } from '../run/claim-of.ts';
import type { Action, Cancellation, RunDocument, TaskRecord } from '../run/document.ts';
import { isFinal } from '../run/states.ts';
import { removeJournal } from '../store/local-journal.ts';
import { endRun } from './claim.ts';
import { demandFree } from './demand-free.ts';
import { type FoundRun, findRun, listRuns, readRun } from './find-run.ts';
import { withoutSecrets } from './given-secrets.ts';
import { requestCancel } from './inbox.ts';
import { endLeftBehind } from './left-behind.ts';
import { takeRun } from './ownership.ts';
import { person } from './person.ts';
import { keyOf, now, type Workspace } from './workspace.ts';

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
export async function cancelRun(workspace: Workspace, request: CancelRequest): Promise<Cancelled> {
  const found = request.run === undefined ? await newestGoingOn(workspace) : await findRun(workspace, request.run);
  const { document, owner } = found;
  if (document.state !== 'running' && !(await isWaiting(workspace, document))) throw hasEnded(document);
  const by = await person(workspace);
  const cancellation = {
    why: 'request',
    by,
    ...(request.reason === undefined ? {} : { reason: withoutSecrets(workspace, request.reason) }),
  } as const;
  if (owner === undefined) return endOrAsk(workspace, found, cancellation);
  requestCancel(workspace.repository.segueDir, document.run, owner, cancellation, workspace.randomness.hex(8));
  return { how: 'asked', document };
}

/** It was interrupted, and the next tick would go on with it. */
export async function isWaiting({ state }: Workspace, { environment, pipeline, run }: RunDocument): Promise<boolean> {
  return claimOf(await state.state(environment, pipeline), run)?.interrupted === true;
}

async function endOrAsk(workspace: Workspace, found: FoundRun, cancellation: Cancellation): Promise<Cancelled> {
  try {
    return { how: 'ended', document: await endDeadRun(workspace, found, cancellation) };
  } catch (error) {
    const isHeld = error instanceof Problem && error.code === 'SG726';
    if (!isHeld || !(await askElsewhere(workspace, found.document, cancellation))) throw error;
    return { how: 'requested', document: found.document };
  }
}

/** False if there is nobody to be asked: no claim with a lease, or no place to leave the request. */
async function askElsewhere(
  workspace: Workspace,
  { environment, pipeline, run }: RunDocument,
  { by, reason }: Cancellation,
): Promise<boolean> {
  const holder = claimOf(await workspace.state.state(environment, pipeline), run)?.lease;
  if (holder === undefined || workspace.inbox === undefined) return false;
  const why = reason === undefined ? {} : { reason };
  await workspace.inbox.ask({ kind: 'cancel', run, holder, by, at: now(workspace), ...why });
  return true;
}

async function endDeadRun(workspace: Workspace, found: FoundRun, cancellation: Cancellation): Promise<RunDocument> {
  const { pipeline, run } = found.document;
  const lock = takeRun(workspace, pipeline, run);
  try {
    const { basis } = await demandFree(workspace, pipeline, run, {});
    const { document } = await readRun(workspace, pipeline, run);
    await endLeftBehind(workspace, document);
    const at = now(workspace);
    const ended = endDocument(document, cancellation, at);
    await endRun(workspace, ended, at, basis);
    removeJournal(workspace.repository.segueDir, keyOf(workspace, pipeline, run));
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
export async function newestGoingOn(workspace: Workspace): Promise<FoundRun> {
  const going = (await listRuns(workspace)).find(({ state }) => state === 'running');
  if (going !== undefined) return readRun(workspace, going.pipeline, going.run);
  throw new Problem('SG721', 'No run goes on.', 'segue status --all lists the newest runs.', 2);
}

export function hasEnded({ run, state }: RunDocument): Problem {
  return new Problem('SG721', `Run ${run} has ended already: ${state}.`, `segue status ${run} shows how.`, 2);
}
