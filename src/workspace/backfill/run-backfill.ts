import { loadRunnable } from '../pipelines/load-pipelines.ts';
import { storeEnded } from '../run/housekeeping.ts';
import { paramValues } from '../run/params.ts';
import { demandSecrets } from '../run/plan-run.ts';
import type { Workspace } from '../workspace.ts';
import { type BackfillAudience, type BackfillOutcome, type BackfillRequest, BackfillWork } from './backfill-work.ts';
import { type PreparedBackfill, prepareBackfill } from './prepare-backfill.ts';

/**
 * What a backfill by hand would do.
 *
 * @throws {Problem} SG70x about the pipeline and its params, SG740 about the range.
 */
export async function foreseeBackfill(workspace: Workspace, request: BackfillRequest): Promise<PreparedBackfill> {
  const { pipeline } = loadRunnable(workspace, request.pipeline, request.cwd);
  const { params = {}, cwd: _, jobs: __, failFast: ___, ...rest } = request;
  paramValues(pipeline, params);
  return prepareBackfill(workspace, pipeline, { ...rest, pipeline: pipeline.id, params });
}

/**
 * Works a backfill off: run after run, as many at once as it allows. A failed run does not stop those after it, unless
 * `failFast` is set; an interruption does, and one that cannot start. Asked again, it goes on with what is missing.
 *
 * @throws {Problem} as `foreseeBackfill`, SG705 about secrets.
 */
export async function runBackfill(
  workspace: Workspace,
  request: BackfillRequest,
  audience: BackfillAudience,
): Promise<BackfillOutcome> {
  const { pipeline } = loadRunnable(workspace, request.pipeline, request.cwd);
  demandSecrets(workspace, pipeline);
  // A run that died with its end in the journal only was not interrupted.
  await storeEnded(workspace);
  const prepared = await foreseeBackfill(workspace, request);
  audience.begins(prepared);
  return new BackfillWork(workspace, request, prepared, audience).toEnd();
}
