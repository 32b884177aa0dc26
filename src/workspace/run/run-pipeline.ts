import type { Pipeline } from '../../model/pipeline.ts';
import type { Settings } from '../../model/settings.ts';
import { missingSecrets } from '../../process/task-environment.ts';
import { nameList } from '../../report/text/name-list.ts';
import type { RunDocument } from '../../run/document.ts';
import type { Plan } from '../../run/plan.ts';
import { initialState } from '../../run/restore.ts';
import { changedFiles } from '../../store/repository/changed-files.ts';
import { headCommit } from '../../store/repository/repository.ts';
import { openArtifacts } from '../artifacts.ts';
import { namedBy } from '../pipelines/named-by.ts';
import { recallRunnable } from '../pipelines/recall-runnable.ts';
import { filesThatNameSecrets, secretsOfAlerts } from '../pipelines/secret-files.ts';
import { now, type Workspace } from '../workspace.ts';
import { claimRun } from './claim.ts';
import { findRun } from './find-run.ts';
import { storeEnded, sweepDaily } from './housekeeping.ts';
import { takeRun } from './ownership.ts';
import { pinWorkingTree } from './pin.ts';
import { demandSecrets, type Planned, planRun } from './plan-run.ts';
import type { RunRequest } from './run-request.ts';
import { type RunAudience, runSession } from './run-session.ts';

/** What `segue run --dry-run` prints: the plan, as the engine would get it. */
export interface DryRun extends Planned {
  readonly pipeline: Pipeline;
  /** Names of secrets that are not set: a run would not start. */
  readonly missingSecrets: readonly string[];
}

/** Plans a run of the working tree as it is, and leaves it at that. */
export async function dryRun(workspace: Workspace, request: RunRequest): Promise<DryRun> {
  const loaded = await recallRunnable(workspace, request.pipeline, request.cwd);
  const { pipeline } = loaded;
  const { files } = await changedFiles(workspace.repository, namedBy(pipeline));
  const changed = `The working tree has changes that are not committed: ${nameList(files, 5)}. A run would take them.`;
  const pinned = { commit: headCommit(workspace.repository), notices: files.length === 0 ? [] : [changed] };
  const planned = await planRun(workspace, loaded, request, 'r-dryrun00', pinned, await usedRun(workspace, request));
  return {
    plan: planned.plan,
    notices: [...pinned.notices, ...planned.notices],
    pipeline,
    missingSecrets: missingSecrets(pipeline, workspace.variables),
  };
}

/**
 * Runs a pipeline of the working tree from its first task to its last document.
 *
 * @throws {Problem} SG70x if it cannot start. A run that starts always gives a document.
 */
export async function runPipeline(
  workspace: Workspace,
  request: RunRequest,
  audience: RunAudience,
): Promise<RunDocument> {
  const loaded = await recallRunnable(workspace, request.pipeline, request.cwd);
  const { pipeline } = loaded;
  await storeEnded(workspace);
  demandSecrets(workspace, pipeline);
  const using = await usedRun(workspace, request);
  const run = `r-${workspace.randomness.letters(8)}`;
  const pinned = await pinWorkingTree(workspace, pipeline, run);
  const planned = await planRun(workspace, loaded, request, run, pinned, using);
  const restored = await restoreReused(workspace, planned.plan);
  const lock = takeRun(workspace, pipeline.id, run);
  const session = {
    pipeline,
    plan: planned.plan,
    initial: initialState(planned.plan, now(workspace)),
    actions: [],
    root: workspace.repository.root,
    knownSecrets: await secretsBesides(workspace, loaded.settings),
    notices: [...pinned.notices, ...planned.notices, ...restored],
    lock,
  };
  const { id: backfill, maxActive = pipeline.maxActiveRuns } = request.backfill ?? {};
  const claim = (document: RunDocument) =>
    claimRun(workspace, document, maxActive, backfill === undefined ? {} : { backfill });
  const document = await runSession(workspace, session, claim, audience);
  await sweepDaily(workspace);
  return document;
}

/** Names of the secrets of all pipelines. What reads them is large, and not loaded where there are none. */
async function secretsBesides({ repository }: Workspace, settings: Settings): Promise<readonly string[]> {
  if (filesThatNameSecrets(repository.root, settings).length === 0) return secretsOfAlerts(settings);
  return (await import('../known-secrets.ts')).knownSecrets(repository.root, settings);
}

async function usedRun(workspace: Workspace, { using }: RunRequest): Promise<RunDocument | undefined> {
  return using === undefined ? undefined : (await findRun(workspace, using)).document;
}

/** Puts the files back that tasks outside of the selection handed on in an earlier run. */
async function restoreReused(workspace: Workspace, plan: Plan): Promise<readonly string[]> {
  const artifacts = openArtifacts(workspace);
  const written = new Map<string, string[]>();
  const missing = new Map<string, string[]>();
  for (const { task, inclusion } of plan.tasks) {
    const reused = inclusion.in ? undefined : inclusion.reused;
    if (reused === undefined || !Array.isArray(reused.artifacts)) continue;
    const { run, artifacts: files } = reused;
    const restored = await artifacts.restore(run, task.id, workspace.repository.root, files);
    written.set(run, [...(written.get(run) ?? []), ...restored.written]);
    missing.set(run, [...(missing.get(run) ?? []), ...restored.missing]);
  }
  return [...listed('Put back from', written), ...listed('No longer kept from', missing)];
}

function listed(what: string, paths: ReadonlyMap<string, readonly string[]>): string[] {
  return [...paths].flatMap(([run, all]) => (all.length === 0 ? [] : [`${what} ${run}: ${nameList(all, 5)}`]));
}
