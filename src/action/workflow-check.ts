import { judgeWorkflow, workflowFile } from '../workspace/workflow-file.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { ActionContext } from './action-context.ts';
import type { JobResult } from './job-result.ts';

/** Whether the workflow is the one that the pipelines ask for: for a job on pull requests. */
export async function checkWorkflow(
  { log }: Pick<ActionContext, 'log'>,
  workspace: Pick<Workspace, 'repository'>,
): Promise<JobResult> {
  const { staleness } = judgeWorkflow(workspace);
  if (staleness === undefined) log.lines([`${workflowFile} is current.`]);
  else {
    if (staleness.kind === 'stale') log.lines(staleness.difference);
    const message = `${workflowFile} is not the one that the pipelines ask for: run segue workflow --write and commit it.`;
    log.annotate('error', message, { title: 'Stale workflow', file: workflowFile });
  }
  return { runs: [], hasTrouble: staleness !== undefined };
}
