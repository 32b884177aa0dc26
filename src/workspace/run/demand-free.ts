import { Problem } from '../../diagnostic/problem.ts';
import { formatDuration } from '../../model/duration.ts';
import { formatInstant } from '../../report/text/time-text.ts';
import { claimOf } from '../../run/claim-of.ts';
import type { LeaseVerdict } from '../../run/leases.ts';
import type { ActiveRun, RunSummary, StateView } from '../../run/ports.ts';
import { isSameClaim } from '../../tick/same-claim.ts';
import type { Office } from '../office.ts';

/** How often a lease that may be dead is looked at. */
const lookMs = 10_000;

export interface FreeOptions {
  /** A person says that whoever holds the run is gone for good: nobody waits for proof. */
  readonly takeOver?: boolean;
  /** Says what is waited for. Without it nobody waits: who may live is taken to live. */
  readonly tell?: (message: string) => void;
}

/** What was stored of a run when somebody decided to go on with it. Nobody may while it is otherwise by now. */
export interface Basis {
  /** The claim that is replaced. */
  readonly held?: ActiveRun;
  readonly summary?: RunSummary;
}

export interface FreeRun {
  readonly basis: Basis;
  /** Whose claim it is was alive, or may have been: a person has decided. */
  readonly takenFrom?: ActiveRun;
}

/**
 * Makes sure that no other machine or clone works on a run. Whether a holder that was never seen before lives is found out by
 * watching its lease for as long as it counts, which this waits for. Claims of this place are judged by the lock of the run.
 *
 * @throws {Problem} SG726 while somebody else holds it, SG609 if the remote cannot be asked.
 */
export async function demandFree(
  office: Office,
  pipeline: string,
  run: string,
  { takeOver = false, tell }: FreeOptions,
): Promise<FreeRun> {
  let isTold = false;
  for (;;) {
    const basis = await basisOf(await viewOf(office, pipeline), run);
    const { held } = basis;
    const lease = leaseElsewhere(office, held);
    if (held === undefined || lease === undefined) return { basis };
    const verdict = await judge(office, lease);
    if (verdict.kind !== 'dead' && takeOver) return { basis, takenFrom: held };
    if (verdict.kind === 'alive' || (verdict.kind === 'unknown' && tell === undefined)) {
      throw heldElsewhere(run, held, verdict);
    }
    if (verdict.kind === 'unknown') {
      if (!isTold) tell?.(waiting(run, held, verdict.watchMs));
      isTold = true;
      await passed(office, Math.min(verdict.watchMs, lookMs));
    }
    // Whoever has stored the end of a run leaves it: it is lost only if it is still claimed after that was seen.
    await office.refresh();
    if (verdict.kind === 'dead' && (await isUnchanged(await viewOf(office, pipeline), run, basis))) return { basis };
  }
}

/** Who works on a run on another machine and is known to live. */
export async function livingHolder(office: Office, pipeline: string, run: string): Promise<ActiveRun | undefined> {
  const { state } = await viewOf(office, pipeline);
  const held = claimOf(state, run);
  const lease = leaseElsewhere(office, held);
  return lease !== undefined && (await judge(office, lease)).kind === 'alive' ? held : undefined;
}

/** @throws {Problem} SG726 if somebody has gone on with the run since. */
export async function demandUnchanged(now: StateView, run: string, basis: Basis): Promise<void> {
  if (await isUnchanged(now, run, basis)) return;
  const held = claimOf(now.state, run);
  throw held === undefined ? changedMeanwhile(run) : heldElsewhere(run, held);
}

async function isUnchanged(now: StateView, run: string, basis: Basis): Promise<boolean> {
  const { held, summary } = await basisOf(now, run);
  const { state, finishedAt } = basis.summary ?? {};
  return isSameClaim(held, basis.held) && summary?.state === state && summary?.finishedAt === finishedAt;
}

/** Somebody else has claimed the run. */
export function heldElsewhere(run: string, held: ActiveRun, verdict: LeaseVerdict = { kind: 'alive' }): Problem {
  const certain = verdict.kind === 'unknown' ? certainIn(verdict.watchMs) : 'that one has shown that it lives';
  return new Problem(
    'SG726',
    `${heldBy(run, held)}; ${certain}.`,
    `Wait for it (segue status ${run} shows how far it has got), or ask it to end: segue cancel ${run}. If it died just now, ask again in a few minutes: its lease has run out then. If you know that it is gone for good, segue resume ${run} --take-over goes on at once; if it is not, the same tasks run twice at the same time.`,
  );
}

/** Somebody else has changed it, and does not hold it. */
function changedMeanwhile(run: string): Problem {
  return new Problem(
    'SG726',
    `Somebody else has gone on with run ${run}, or has ended it, since it was looked at.`,
    `segue status ${run} shows how it stands now.`,
  );
}

async function basisOf(view: StateView, run: string): Promise<Basis> {
  const held = claimOf(view.state, run);
  const summary = (await view.runs()).find((each) => each.run === run);
  return { ...(held === undefined ? {} : { held }), ...(summary === undefined ? {} : { summary }) };
}

function viewOf({ state, environment }: Office, pipeline: string): Promise<StateView> {
  return state.view(environment, pipeline);
}

function leaseElsewhere({ machine }: Office, held: ActiveRun | undefined): string | undefined {
  return held?.host === machine.place || held?.resumesAt !== undefined ? undefined : held?.lease;
}

async function judge({ lease }: Office, holder: string): Promise<LeaseVerdict> {
  return (await lease.judge([holder])).get(holder) ?? { kind: 'unknown', watchMs: lookMs };
}

function waiting(run: string, held: ActiveRun, watchMs: number): string {
  return `${heldBy(run, held)}; ${certainIn(watchMs)}: waiting. Ctrl-C ends the wait and changes nothing.`;
}

function heldBy(run: string, { host, pid, claimedAt }: ActiveRun): string {
  return `Run ${run} is held by process ${pid} on ${host}, since ${formatInstant(claimedAt)}`;
}

function certainIn(watchMs: number): string {
  return `whether that one still lives is certain in ${formatDuration(Math.ceil(watchMs / 1_000) * 1_000)} at most`;
}

function passed({ clock }: Office, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.after(ms, resolve));
}
