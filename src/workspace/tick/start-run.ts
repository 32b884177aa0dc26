import type { ParamValue } from '../../model/pipeline.ts';
import type { RunDocument } from '../../run/document.ts';
import type { Plan } from '../../run/plan.ts';
import type { StateView } from '../../run/ports.ts';
import { initialState } from '../../run/restore.ts';
import type { HeldLock } from '../../store/local/local-lock.ts';
import { deadlineOfRun, triggerOf } from '../../tick/run-facts.ts';
import type { Start, Step } from '../../tick/step.ts';
import { knownSecretsOfMany } from '../known-secrets.ts';
import type { RunnablePipeline } from '../pipelines/load-pipelines.ts';
import { takeRun } from '../run/ownership.ts';
import { demandSecrets, planRun } from '../run/plan-run.ts';
import type { HowToRun } from '../run/run-request.ts';
import { type RunAudience, runSession } from '../run/run-session.ts';
import { workplaceAt } from '../run/workplace.ts';
import { now, type Workspace } from '../workspace.ts';
import { claimStart } from './claim-start.ts';

/** A run that a tick has decided on. */
export interface StartRequest {
  readonly how: HowToRun;
  readonly commit: string;
  readonly loaded: RunnablePipeline;
  readonly start: Start;
  /** When the wake-up began that starts it. */
  readonly wokenAt: string;
  /** Decides again, on what is stored when the run is claimed. */
  readonly decide: (view: StateView) => Promise<Step | undefined>;
  /** Called once it is claimed; its first task waits for the result. */
  readonly claimed: (run: string) => Promise<void>;
}

/**
 * Claims a run and carries it out.
 *
 * @throws {LostRace} if another process has it.
 * @throws {Problem} if it cannot start here: SG704 params, SG705 secrets; nothing is claimed then, so it stays due.
 */
export async function startRun(
  workspace: Workspace,
  request: StartRequest,
  audience: RunAudience,
): Promise<RunDocument> {
  const { pipeline } = request.loaded;
  demandSecrets(workspace, pipeline);
  const run = `r-${workspace.randomness.letters(8)}`;
  const lock = takeRun(workspace, pipeline.id, run);
  try {
    return await carryOut(workspace, request, run, lock, audience);
  } finally {
    lock.release();
  }
}

async function carryOut(
  workspace: Workspace,
  request: StartRequest,
  run: string,
  lock: HeldLock,
  audience: RunAudience,
): Promise<RunDocument> {
  const { commit, loaded, start, decide } = request;
  const { pipeline } = loaded;
  const workplace = await workplaceAt(workspace, commit, run, pipeline);
  const { plan: planned, notices } = await planRun(workspace, loaded, runRequest(workspace, request), run, {
    commit,
    notices: workplace.notices,
  });
  const plan: Plan = { ...planned, host: workplace.host, ...deadlineOfRun(pipeline, start, planned.createdAt) };
  const session = {
    pipeline,
    plan,
    initial: initialState(plan, now(workspace)),
    actions: [],
    root: workplace.root,
    knownSecrets: knownSecretsOfMany(workspace, loaded.settings),
    notices: [...workplace.notices, ...notices],
    lock,
  };
  const claim = async (document: RunDocument) => {
    await claimStart(workspace, document, start, decide);
    await request.claimed(run);
  };
  return runSession(workspace, session, claim, audience);
}

function runRequest({ repository, machine }: Workspace, { loaded, start, how, wokenAt }: StartRequest) {
  const { cause, interval, generation } = start;
  return {
    pipeline: loaded.pipeline.id,
    cwd: repository.root,
    ...(cause.kind === 'backfill' ? { params: textsOf(cause.params) } : {}),
    ...how,
    cause: {
      trigger: triggerOf(start, machine.user, wokenAt),
      generation,
      ...(interval === undefined ? {} : { interval }),
    },
  };
}

/** As they would be typed: they are checked by the pipeline's own types. */
function textsOf(params: Readonly<Record<string, ParamValue>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
}
