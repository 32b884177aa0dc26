import { judgeWorkflow, staleFiles, workflowFile } from '../workspace/workflow-file.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { ActionContext } from './action-context.ts';
import type { JobResult } from './job-result.ts';

/** Whether the workflow is the one that the pipelines ask for: for a job on pull requests. */
export async function checkWorkflow(
  { log }: Pick<ActionContext, 'log'>,
  workspace: Pick<Workspace, 'repository'>,
): Promise<JobResult> {
  const stale = staleFiles(workspace, judgeWorkflow(workspace));
  if (stale.length === 0) log.lines([`${workflowFile} is current.`]);
  for (const { file, staleness } of stale) {
    if (staleness?.kind === 'stale') log.lines(staleness.difference);
    const message = `${file} is not the one that the pipelines ask for: run segue workflow --write and commit it.`;
    log.annotate('error', message, { title: 'Stale workflow', file });
  }
  return { runs: [], hasTrouble: stale.length > 0 };
}
