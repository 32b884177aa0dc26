import { buildGraph } from '../../dag/graph.ts';
import { timesContinued } from '../../run/attempt-id.ts';
import type { Action, RunDocument } from '../../run/document.ts';
import { type Plan, plan } from '../../run/plan.ts';
import { initialState } from '../../run/restore.ts';
import type { HeldLock } from '../../store/local/local-lock.ts';
import { knownSecrets } from '../known-secrets.ts';
import type { RunnablePipeline } from '../pipelines/load-pipelines.ts';
import { digestOf } from '../pipelines/pipeline-files.ts';
import { now, type Workspace } from '../workspace.ts';
import { claimRun } from './claim.ts';
import { demandFree, type FreeRun } from './demand-free.ts';
import { knownDurations } from './expected-durations.ts';
import { type FoundRun, readRun } from './find-run.ts';
import { bringKeptWork } from './kept-work.ts';
import { endLeftBehind } from './left-behind.ts';
import { takeRun } from './ownership.ts';
import { demandSecrets, limitsOf, varsOf } from './plan-run.ts';
import type { HowToGoOn, HowToRun, RunRequest } from './run-request.ts';
import { type RunAudience, runSession } from './run-session.ts';
import type { Workplace } from './workplace.ts';

/** How an existing run goes on. */
export interface Continuation {
  readonly kind: 'resume' | 'retry';
  readonly loaded: RunnablePipeline;
  readonly workplace: Workplace;
  /** The code that attempts run from now on. */
  readonly commit: string;
  readonly snapshotOf?: string;
  readonly action: Pick<Action, 'tasks'>;
  /** The person who asks for it; absent where nobody does: then it is the account. */
  readonly by?: string;
  readonly notices: readonly string[];
  /** Ids that start afresh. */
  readonly reset: ReadonlySet<string>;
  /** The backfill that goes on with it: its runs are counted apart. */
  readonly backfill?: RunRequest['backfill'];
}

/** One whose run nobody else works on. */
interface FreeContinuation extends Continuation {
  readonly free?: FreeRun;
}

/** How a tick takes over a run that others may take over as well. */
export interface ContestedClaim {
  /** Throws if somebody else has the run. */
  readonly write: (opening: RunDocument) => Promise<void>;
  /** The first task waits for it. */
  readonly begin: () => Promise<void>;
}

/**
 * Takes a run over, lets `decide` say how it goes on, and carries it out. What another process did to it meanwhile is
 * seen: the run is read again under its lock, once it is certain that no other machine works on it.
 *
 * @throws {Problem} SG711, SG726 while somebody else works on it, and whatever `decide` throws.
 */
export async function continueRun(
  workspace: Workspace,
  found: FoundRun,
  how: HowToGoOn,
  decide: (document: RunDocument) => Promise<Continuation>,
  audience: RunAudience,
  claim?: ContestedClaim,
): Promise<RunDocument> {
  const { pipeline, run } = found.document;
  const lock = takeRun(workspace, pipeline, run);
  try {
    const free = claim === undefined ? await demandFreeRun(workspace, found, how, audience) : undefined;
    const { document } = await readRun(workspace, pipeline, run);
    // Before it is ours, what goes on may be the work of another clone on this machine that was faster.
    const ended = claim === undefined ? await endBefore(workspace, document) : [];
    const continuation = await decide(document);
    return await carryOn(
      workspace,
      document,
      { ...continuation, notices: [...ended, ...continuation.notices], ...(free === undefined ? {} : { free }) },
      how,
      lock,
      audience,
      claim,
    );
  } finally {
    lock.release();
  }
}

async function carryOn(
  workspace: Workspace,
  document: RunDocument,
  continuation: FreeContinuation,
  how: HowToRun,
  lock: HeldLock,
  audience: RunAudience,
  claim?: ContestedClaim,
): Promise<RunDocument> {
  const { kind, loaded, workplace, commit, reset } = continuation;
  const { pipeline, settings } = loaded;
  demandSecrets(workspace, pipeline);
  const graph = buildGraph(pipeline.tasks);
  const planned = await planAgain(workspace, document, continuation, how);
  const initial = initialState(planned, now(workspace), { document, reset });
  const restored = await bringKeptWork(workspace, document, initial, graph, workplace);
  const { by = workspace.machine.user } = continuation;
  const action: Action = {
    kind,
    by,
    at: now(workspace),
    commit,
    ...continuation.action,
    ...whyTaken(continuation.free),
  };
  const session = {
    pipeline,
    plan: planned,
    initial,
    actions: [...document.actions, action],
    continues: kind,
    root: workplace.root,
    knownSecrets: knownSecrets(workspace.repository.root, settings),
    notices: [...continuation.notices, ...workplace.notices, ...restored],
    lock,
  };
  const take = async (opening: RunDocument) => {
    const { basis = {} } = continuation.free ?? {};
    if (claim === undefined) {
      const { maxActive = pipeline.maxActiveRuns, id } = continuation.backfill ?? {};
      return claimRun(workspace, opening, maxActive, { basis, ...(id === undefined ? {} : { backfill: id }) });
    }
    await claim.write(opening);
    const ended = await endBefore(workspace, document);
    // What was still running may have written to the files that were brought.
    if (ended.length > 0) await bringKeptWork(workspace, document, initial, graph, workplace);
    const told = { event: 'notice', at: now(workspace), run: document.run } as const;
    for (const message of ended) audience.progress({ ...told, message });
    await claim.begin();
  };
  return runSession(workspace, session, take, audience);
}

/** Ends what earlier processes left of the run here; what is younger than this continuation is another's, who was faster. */
function endBefore(workspace: Workspace, document: RunDocument): Promise<readonly string[]> {
  return endLeftBehind(workspace, document, timesContinued(document.actions) + 1);
}

function demandFreeRun(
  workspace: Workspace,
  { document: { pipeline, run } }: FoundRun,
  { takeOver = false }: HowToGoOn,
  { progress }: RunAudience,
): Promise<FreeRun> {
  const tell = (message: string) => progress({ event: 'notice', at: now(workspace), run, message });
  return demandFree(workspace, pipeline, run, { takeOver, tell });
}

/** For the audit log: a person has decided that nobody works on the run any more. */
function whyTaken({ takenFrom }: Partial<FreeRun> = {}): Pick<Action, 'reason'> {
  if (takenFrom === undefined) return {};
  const { host, pid } = takenFrom;
  return { reason: `taken over by hand from process ${pid} on ${host}: its lease had not run out` };
}

/** The plan of the same run, with the code and the settings that it goes on with. */
async function planAgain(
  workspace: Workspace,
  document: RunDocument,
  { loaded, commit, snapshotOf, workplace }: Continuation,
  how: HowToRun,
): Promise<Plan> {
  const { pipeline, settings } = loaded;
  const view = await workspace.state.view(document.environment, document.pipeline);
  const { interval, selection } = document;
  return plan({
    run: document.run,
    pipeline,
    environment: document.environment,
    commit,
    host: workplace.host,
    ...(snapshotOf === undefined ? {} : { snapshotOf }),
    trigger: document.trigger,
    ...(interval === undefined ? {} : { interval }),
    generation: document.generation,
    params: document.params,
    vars: varsOf(settings, document.environment),
    ...(selection === undefined ? {} : { selection }),
    limits: limitsOf(workspace, settings, { ...how, failFast: how.failFast ?? document.failFast ?? false }),
    ...knownDurations(await view.durations(), how),
    createdAt: document.createdAt,
    continued: timesContinued(document.actions) + 1,
    digest: digestOf,
  });
}
