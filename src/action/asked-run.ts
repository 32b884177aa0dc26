import type { RunDocument } from '../run/document.ts';
import { cancelRun } from '../workspace/cancel-run.ts';
import { findRun } from '../workspace/find-run.ts';
import { markTask } from '../workspace/mark-task.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { retryRun } from '../workspace/retry-run.ts';
import { runPipeline } from '../workspace/run-pipeline.ts';
import type { RunAudience } from '../workspace/run-session.ts';
import type { ActionContext } from './action-context.ts';
import { jobProgress } from './job-progress.ts';
import type { JobResult } from './job-result.ts';
import type { ActionRequest } from './read-inputs.ts';
import { tellEnd } from './tell-end.ts';

type AskedCommand = 'run' | 'retry' | 'cancel' | 'mark';

/** Does what a person has asked for: one run. */
export async function askedRun(
  { log, interruption }: ActionContext,
  workspace: OpenWorkspace,
  request: ActionRequest,
  command: AskedCommand,
): Promise<JobResult> {
  const audience: RunAudience = { progress: jobProgress(log), interrupts: interruption.deliverTo };
  const document = await carryOut(workspace, request, command, audience);
  if (document.state === 'running') log.lines([`Whoever works on ${document.run} was asked to end it.`]);
  else tellEnd(log, document);
  const isToSucceed = command === 'run' || command === 'retry';
  return { runs: [document], hasTrouble: isToSucceed && document.state !== 'success' };
}

async function carryOut(
  workspace: OpenWorkspace,
  request: ActionRequest,
  command: AskedCommand,
  audience: RunAudience,
): Promise<RunDocument> {
  const { pipeline = '', params, interval, run, tasks, reason, jobs } = request;
  const how = jobs === undefined ? {} : { jobs };
  const which = run === undefined ? {} : { run };
  switch (command) {
    case 'run': {
      const when = interval === undefined ? {} : { interval };
      const asked = { pipeline, cwd: workspace.repository.root, params, selection: {}, ...when, ...how };
      return runPipeline(workspace, asked, audience);
    }
    case 'retry':
      return retryRun(workspace, { ...which, ...how, tasks, only: false, on: 'newest' }, audience);
    case 'cancel': {
      const why = reason === undefined ? {} : { reason };
      return (await cancelRun(workspace, { ...which, ...why })).document;
    }
    case 'mark':
      return markTasks(workspace, request);
    default:
      return command satisfies never;
  }
}

async function markTasks(
  workspace: OpenWorkspace,
  { run, tasks, state = 'success', reason = '' }: ActionRequest,
): Promise<RunDocument> {
  let { document } = await findRun(workspace, run);
  for (const task of tasks) document = await markTask(workspace, { run: document.run, task, state, reason });
  return document;
}
