import { Problem } from '../../diagnostic/problem.ts';
import { afterEnd, withSuccess } from '../../run/after-end.ts';
import type { AuditEntry } from '../../run/audit.ts';
import { checkpointEntry, endEntry, startEntry } from '../../run/audit-run.ts';
import { claimOf } from '../../run/claim-of.ts';
import type { RunDocument } from '../../run/document.ts';
import { withDurations } from '../../run/durations.ts';
import { isHandOver } from '../../run/handed-over.ts';
import type { ActiveRun, PipelineState, StateView, UpdateOptions } from '../../run/ports.ts';
import { withTelling, withUntold } from '../../run/untold.ts';
import { isOnlyHere } from '../../store/push/remote-problem.ts';
import { isSameClaim } from '../../tick/same-claim.ts';
import type { Office } from '../office.ts';
import { type Decision, updateState } from '../update-state.ts';
import { now, type Workspace } from '../workspace.ts';
import { type Basis, demandUnchanged, heldElsewhere } from './demand-free.ts';
import { isAlive } from './ownership.ts';

/**
 * Puts a run among the active ones, if there is room. Where state is shared, the claim is at the remote before this
 * returns. Runs of a backfill and those of the pipeline itself are counted apart. `basis` is what was stored
 * of a run that goes on.
 *
 * @throws {Problem} SG708 if `max-active-runs` others are active, SG710 if the state keeps changing under our hands, SG726
 *   if somebody else has gone on with the run since.
 */
export async function claimRun(
  workspace: Workspace,
  document: RunDocument,
  maxActiveRuns: number,
  { backfill, basis = {} }: { readonly backfill?: string; readonly basis?: Basis } = {},
): Promise<void> {
  const { pipeline, run } = document;
  await holdLease(workspace);
  const of = backfill === undefined ? {} : { backfill };
  const claimed: ActiveRun = { run, ...claimedHere(workspace), ...of };
  await write(
    workspace,
    document,
    startEntry(document),
    async (state, view) => {
      const found = state.active.find((active) => active.run === run);
      // Our own is found if the store could not tell whether the first write had got through.
      if (!isSameClaim(found, claimed)) await demandUnchanged(view, run, basis);
      const others = state.active.filter((active) => active.run !== run);
      demandRoom(workspace, pipeline, others, maxActiveRuns, backfill);
      return withTelling({ ...state, active: [...others, claimed] }, isTelling(workspace));
    },
    { push: 'now' },
  );
}

/** @throws {Problem} SG708 if `max-active-runs` of these runs live, of the backfill or else of the pipeline itself. */
export function demandRoom(
  office: Office,
  pipeline: string,
  active: readonly ActiveRun[],
  most: number,
  backfill?: string,
): void {
  const alike = active.filter((entry) => entry.backfill === backfill);
  const alive = alike.filter((entry) => isAlive(office, pipeline, entry));
  if (alive.length >= most) throw tooMany(pipeline, alive, most, backfill);
}

/** A claim names the lease, and is at the remote no sooner than it: others take one that they cannot find for dead. */
export async function holdLease({ remote, lease }: Workspace): Promise<void> {
  if (remote === undefined) return;
  if ((await lease.announce()) === 'held') return;
  throw new Problem(
    'SG609',
    'The lease of this process could not be renewed in time: it starts nothing any more.',
    'Check the network and your access (`git ls-remote`); a new process begins with a new lease.',
  );
}

/** Who works on a run that this process claims, and under which lease. */
export function claimedHere(workspace: Workspace): Omit<ActiveRun, 'run'> {
  const { place, pid } = workspace.machine;
  const { holder } = workspace.lease;
  return { claimedAt: now(workspace), host: place, pid, ...(holder === undefined ? {} : { lease: holder }) };
}

/** Stores how far a run has got, unless another machine has taken it over; nobody waits for the remote. */
export async function checkpointRun(workspace: Workspace, document: RunDocument): Promise<'ours' | 'elsewhere'> {
  let whose: 'ours' | 'elsewhere' = 'ours';
  const change = async (state: PipelineState, view: StateView) => {
    whose = (await isElsewhere(workspace, view, document)) ? 'elsewhere' : 'ours';
    return whose === 'elsewhere' ? undefined : state;
  };
  await write(workspace, document, checkpointEntry(document), change, { push: 'later' });
  return whose;
}

/**
 * Stores the end of a run that this place has worked on, and what it taught about durations: those of attempts that ended
 * since `since`. If another machine has taken it over, that one's end counts, and nothing is written.
 */
export async function completeRun(
  workspace: Workspace,
  document: RunDocument,
  since: string,
): Promise<'ours' | 'elsewhere'> {
  let whose: 'ours' | 'elsewhere' = 'ours';
  const change = async (state: PipelineState, view: StateView) => {
    whose = (await isElsewhere(workspace, view, document)) ? 'elsewhere' : 'ours';
    return whose === 'elsewhere' ? undefined : withEnd(workspace, state, document);
  };
  const store = (options: UpdateOptions) =>
    write(workspace, document, endEntry(document), change, { since, ...options });
  if (isHandOver(document.cancelled)) await soonAtRemote(store);
  else await told(store({}));
  return whose;
}

/**
 * What a remote does not have when this process ends is told then, and goes out with a later command. The run has ended all the same, and
 * whoever asked for it is told how.
 */
async function told(stored: Promise<void>): Promise<void> {
  await stored.catch((error: unknown) => {
    if (!isOnlyHere(error)) throw error;
  });
}

/** Somebody else is to go on, who can only do so once the remote says it; if that is away, it gets to know it later. */
async function soonAtRemote(store: (options: UpdateOptions) => Promise<void>): Promise<void> {
  try {
    await store({ push: 'now' });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await told(store({}));
  }
}

/**
 * Stores that a person ended a run that nobody works on.
 *
 * @throws {Problem} SG726 if somebody has gone on with it since `basis` was read.
 */
export async function endRun(office: Office, document: RunDocument, at: string, basis: Basis): Promise<void> {
  const change = async (state: PipelineState, view: StateView) => {
    const isStored = (await view.runs()).some(({ run, finishedAt }) => run === document.run && finishedAt === at);
    if (!isStored) await demandUnchanged(view, document.run, basis);
    return withEnd(office, state, document);
  };
  await write(office, document, endEntry(document), change, { since: at, push: 'now' });
}

function withEnd(office: Office, state: PipelineState, document: RunDocument): PipelineState {
  return withUntold(afterEnd(state, document), document.run, isTelling(office));
}

export function isTelling({ reporter }: Pick<Office, 'reporter'>): boolean {
  return reporter?.isTelling === true;
}

/** Somebody else has the run, or has had it and stored its end. */
async function isElsewhere({ machine }: Office, view: StateView, { run }: RunDocument): Promise<boolean> {
  const claim = claimOf(view.state, run);
  if (claim !== undefined) return claim.lease !== undefined && claim.host !== machine.place;
  return (await view.runs()).some((each) => each.run === run && each.finishedAt !== undefined);
}

/**
 * Stores what a person says of a run that nobody works on, on top of what others have said of it meanwhile.
 *
 * @param before As it was when that was decided.
 * @param amend Gives nothing if it is said already.
 * @throws {Problem} SG726 if it had ended, and somebody elsewhere has claimed it since: one would undo what the other does.
 */
export function amendRun(
  office: Office,
  before: RunDocument,
  entry: AuditEntry,
  amend: (document: RunDocument) => RunDocument | undefined,
): Promise<RunDocument> {
  const decide = async (state: PipelineState, view: StateView): Promise<Decision<RunDocument>> => {
    const held = before.state === 'running' ? undefined : claimOf(state, before.run);
    const isElsewhere = held?.lease !== undefined && held.host !== office.machine.place;
    if (isElsewhere && held.interrupted !== true) throw heldElsewhere(before.run, held);
    const newest = newerOf(before, await view.run(before.run));
    const document = amend(newest);
    if (document === undefined) return { result: newest };
    const next = withUntold(withSuccess(state, document), document.run, isTelling(office));
    return { result: document, change: { state: next, runs: [document] } };
  };
  return updateState(office, before.pipeline, entry, decide, { push: 'now' });
}

/** What was read may hold more than what is stored, from a journal; but not what others have asked since. */
function newerOf(read: RunDocument, stored: RunDocument | undefined): RunDocument {
  return stored !== undefined && stored.actions.length > read.actions.length ? stored : read;
}

async function write(
  office: Office,
  document: RunDocument,
  entry: AuditEntry,
  change: (state: PipelineState, view: StateView) => PipelineState | undefined | Promise<PipelineState | undefined>,
  { since, ...options }: UpdateOptions & { readonly since?: string } = {},
): Promise<void> {
  const decide = async (before: PipelineState, view: StateView): Promise<Decision<void>> => {
    const state = await change(before, view);
    if (state === undefined) return { result: undefined };
    const runs = [document];
    if (since === undefined) return { result: undefined, change: { state, runs } };
    const durations = withDurations(await view.durations(), document, since);
    return { result: undefined, change: { state, runs, durations } };
  };
  await updateState(office, document.pipeline, entry, decide, options);
}

function tooMany(pipeline: string, alive: readonly ActiveRun[], most: number, backfill?: string): Problem {
  const runs = alive.map(({ run, pid, host }) => `${run} (process ${pid} on ${host})`).join(', ');
  if (backfill !== undefined) {
    const message = `A backfill of ${pipeline} goes on already: ${runs}. Its max-active is ${most}.`;
    return new Problem('SG708', message, 'Wait for it to end, or allow more at once: --max-active');
  }
  return new Problem(
    'SG708',
    `${pipeline} is running already: ${runs}. Its max-active-runs is ${most}.`,
    'Wait for it to end, cancel it (segue cancel RUN), or raise max-active-runs in the pipeline.',
  );
}
