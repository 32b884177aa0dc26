import { nameList } from '../report/text/name-list.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { loadRunnable } from '../workspace/pipelines/load-pipelines.ts';
import { findRun } from '../workspace/run/find-run.ts';
import { tellingLane } from '../workspace/tell/telling-lane.ts';
import type { Code } from '../workspace/tick/code.ts';
import { defaultLane, lanesWithWork } from '../workspace/tick/lanes.ts';
import { mergedCode } from '../workspace/tick/merged-code.ts';
import type { ActionContext } from './action-context.ts';
import type { JobResult } from './job-result.ts';
import type { ActionRequest } from './read-inputs.ts';

/**
 * Tells in seconds, and without any set-up, which lanes have work: the one of what a person asks for, else all in which something is due,
 * and one that tells what stands still. This job itself may only read.
 */
export async function dueLanes(
  { log }: ActionContext,
  workspace: OpenWorkspace,
  request: ActionRequest,
): Promise<JobResult> {
  const code = await mergedCode(workspace);
  const asked = await askedPipeline(workspace, request);
  const lanes =
    asked === undefined
      ? await lanesToWake(workspace, code)
      : [code.pipelines.get(asked)?.pipeline.lane ?? defaultLane];
  log.lines([lanes.length === 0 ? 'Nothing is due.' : `Work for ${nameList(lanes, 20)}`]);
  return { runs: [], hasTrouble: false, lanes };
}

async function lanesToWake(workspace: OpenWorkspace, code: Code): Promise<readonly string[]> {
  const working = await lanesWithWork(workspace, code);
  const telling = await tellingLane(workspace, code, working);
  return telling === undefined ? working : [...new Set([...working, telling])].sort();
}

/** Whose lane is asked for by name. What has no file any more is in the care of the default lane. */
async function askedPipeline(workspace: OpenWorkspace, { pipeline, run }: ActionRequest): Promise<string | undefined> {
  if (pipeline !== undefined) return loadRunnable(workspace, pipeline, workspace.repository.root).pipeline.id;
  return run === undefined ? undefined : (await findRun(workspace, run)).document.pipeline;
}
