import { nameList } from '../report/name-list.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { lanesWithWork } from '../workspace/tick/lanes.ts';
import type { ActionContext } from './action-context.ts';
import { codeToServe } from './code-to-serve.ts';
import type { JobResult } from './job-result.ts';

/** Tells in seconds, and without any set-up, which lanes have work. */
export async function dueLanes({ log }: ActionContext, workspace: OpenWorkspace): Promise<JobResult> {
  const lanes = await lanesWithWork(workspace, await codeToServe(workspace));
  log.lines([lanes.length === 0 ? 'Nothing is due.' : `Work for ${nameList(lanes, 20)}`]);
  return { runs: [], hasTrouble: false, lanes };
}
