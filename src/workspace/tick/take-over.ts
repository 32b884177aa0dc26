import { isDeepStrictEqual } from 'node:util';
import { Problem } from '../../diagnostic/problem.ts';
import { abandonRun } from '../../run/abandon.ts';
import { takeOverEntry } from '../../run/audit-run.ts';
import { claimOf } from '../../run/claim-of.ts';
import type { Cancellation, RunDocument } from '../../run/document.ts';
import type { ActiveRun, PipelineState } from '../../run/ports.ts';
import { cancellationOf } from '../../run/requests.ts';
import { withTelling } from '../../run/untold.ts';
import { git } from '../../store/git/git-process.ts';
import { isSameClaim } from '../../tick/same-claim.ts';
import type { Recovery } from '../../tick/step.ts';
import { endDocument } from '../run/cancel-run.ts';
import { claimedHere, completeRun, holdLease, isTelling } from '../run/claim.ts';
import { type Continuation, continueRun } from '../run/continue-run.ts';
import { readRun } from '../run/find-run.ts';
import { endLeftBehind } from '../run/left-behind.ts';
import { takeRun } from '../run/ownership.ts';
import { cannotGoOn, decideResume, isResumable } from '../run/resume-run.ts';
import type { HowToRun } from '../run/run-request.ts';
import type { RunAudience } from '../run/run-session.ts';
import { updateState } from '../update-state.ts';
import { now, type Workspace } from '../workspace.ts';
import { LostRace } from './claim-start.ts';
import { settleEnded } from './settle-ended.ts';

export interface Takeover {
  readonly how: HowToRun;
  readonly pipeline: string;
  readonly recovery: Recovery;
  /** Decides again, on what is stored when the run is claimed. */
  readonly decide: (state: PipelineState) => Recovery | undefined;
}

export interface TakeOverRequest extends Takeover {
  /** Called once it is claimed; its first task waits for the result. */
  readonly claimed: () => Promise<void>;
}

/** The commit of a run is not here, or not known here to be merged: a look at the remote may mend that. */
const mayBeStale: ReadonlySet<string> = new Set(['SG718', 'SG723']);

/**
 * Goes on with a run whose holder died, at its commit. If nobody can, it ends `failed`, with the reason.
 *
 * @throws {LostRace} if another process has taken it over.
 * @throws {Problem} if it cannot go on here, but may elsewhere: SG705 secrets, SG711 a process that lives.
 */
export async function takeOver(
  workspace: Workspace,
  request: TakeOverRequest,
  audience: RunAudience,
): Promise<RunDocument> {
  const { pipeline, recovery, claimed, how } = request;
  const basis = await storedRun(workspace, request);
  const found = await readRun(workspace, pipeline, recovery.run);
  if (!isResumable(found.document)) return settleEnded(workspace, request, found.document);
  const asked = await askedToEnd(workspace, found.document);
  if (asked !== undefined) return endAsked(workspace, request, asked);
  try {
    return await continueRun(workspace, found, how, (document) => decideHere(workspace, document), audience, {
      write: (opening) => claimAgain(workspace, opening, request, basis),
      begin: claimed,
    });
  } catch (error) {
    if (!(error instanceof Problem) || !cannotGoOn.has(error.code)) throw error;
    return giveUp(workspace, request, claimed, error.message);
  }
}

/** A runner may have had a newer checkout than this clone: then the commit is fetched, and only what is not there is missing. */
async function decideHere(workspace: Workspace, document: RunDocument): Promise<Continuation> {
  try {
    return await decideResume(workspace, document);
  } catch (error) {
    if (!(error instanceof Problem) || !mayBeStale.has(error.code) || workspace.remote === undefined) throw error;
    await git(workspace.repository.home.place, 'fetch the commit of the run', ['fetch', '--quiet', workspace.remote]);
    return decideResume(workspace, document);
  }
}

/** Ends a run that nobody goes on with. */
export async function giveUp(
  workspace: Workspace,
  takeover: Takeover,
  claimed: () => Promise<void>,
  reason = `Whoever worked on it died, ${takeover.recovery.takeovers + 1} times.`,
): Promise<RunDocument> {
  const found = await readRun(workspace, takeover.pipeline, takeover.recovery.run);
  if (!isResumable(found.document)) return settleEnded(workspace, takeover, found.document);
  return endRun(workspace, takeover, claimed, (document, at) =>
    abandonRun(document, at, workspace.machine.user, reason),
  );
}

/** What somebody has asked of the holder that died, and it has not answered. */
async function askedToEnd(
  workspace: Workspace,
  { environment, pipeline, run }: RunDocument,
): Promise<Cancellation | undefined> {
  const lease = claimOf(await workspace.state.state(environment, pipeline), run)?.lease;
  const request = lease === undefined ? undefined : await workspace.inbox?.leftFor(run, lease);
  return request === undefined ? undefined : cancellationOf(request);
}

async function endAsked(
  workspace: Workspace,
  request: TakeOverRequest,
  cancellation: Cancellation,
): Promise<RunDocument> {
  const ended = await endRun(workspace, request, request.claimed, async (document, at) => {
    await endLeftBehind(workspace, document);
    return endDocument(document, cancellation, at);
  });
  void workspace.inbox?.answered(ended.run);
  return ended;
}

async function endRun(
  workspace: Workspace,
  takeover: Takeover,
  claimed: () => Promise<void>,
  end: (document: RunDocument, at: string) => RunDocument | Promise<RunDocument>,
): Promise<RunDocument> {
  const { pipeline, recovery } = takeover;
  const lock = takeRun(workspace, pipeline, recovery.run);
  try {
    const basis = await storedRun(workspace, takeover);
    const { document } = await readRun(workspace, pipeline, recovery.run);
    await claimAgain(workspace, document, takeover, basis);
    await claimed();
    const ended = await end(document, now(workspace));
    await completeRun(workspace, ended, now(workspace));
    return ended;
  } finally {
    lock.release();
  }
}

function storedRun(
  { state, environment }: Workspace,
  { pipeline, recovery: { run } }: Takeover,
): Promise<RunDocument | undefined> {
  return state.run(environment, pipeline, run);
}

/**
 * Writes that this process works on a run from now on. What its holder has stored until that moment counts, so it may not be more than
 * what was read: a success that came in between would run again.
 *
 * @param basis What was stored of it before it was decided how to go on.
 * @throws {LostRace} if its claim is another by now, or more of it is stored.
 */
export async function claimAgain(
  workspace: Workspace,
  document: RunDocument,
  { recovery, decide }: Pick<Takeover, 'recovery' | 'decide'>,
  basis: RunDocument | undefined,
): Promise<void> {
  const { environment, pipeline, run } = document;
  await holdLease(workspace);
  const backfill = claimOf(await workspace.state.state(environment, pipeline), run)?.backfill;
  const ours: ActiveRun = {
    run,
    ...claimedHere(workspace),
    takeovers: recovery.takeovers + (recovery.interrupted ? 0 : 1),
    tick: true,
    ...(backfill === undefined ? {} : { backfill }),
  };
  const isOurs = await updateState(
    workspace,
    pipeline,
    takeOverEntry(document, workspace.machine.user),
    async (state, view) => {
      // The store asks again if it could not tell whether the first write had got through.
      if (isSameClaim(ours, claimOf(state, run))) return { result: true };
      const again = decide(state);
      if (again?.run !== run || again.takeovers !== recovery.takeovers) return { result: false };
      if (!isDeepStrictEqual(await view.run(run), basis)) return { result: false };
      const active = state.active.map((entry) => (entry.run === run ? ours : entry));
      const next = withTelling({ ...state, active }, isTelling(workspace));
      return { result: true, change: { state: next, runs: [document] } };
    },
    { push: 'now' },
  );
  if (!isOurs) throw new LostRace(`${pipeline}: somebody else has taken ${run} over`);
}
