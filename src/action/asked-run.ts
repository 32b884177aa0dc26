import type { RunDocument } from '../run/document.ts';
import { isHandOver } from '../run/handed-over.ts';
import type { JobTime } from '../run/job-time.ts';
import type { ProgressEvent } from '../run/progress.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { cancelRun } from '../workspace/run/cancel-run.ts';
import { findRun } from '../workspace/run/find-run.ts';
import { markTask } from '../workspace/run/mark-task.ts';
import { retryRun } from '../workspace/run/retry-run.ts';
import { runPipeline } from '../workspace/run/run-pipeline.ts';
import type { RunAudience } from '../workspace/run/run-session.ts';
import { maxRuntimeIn, timeOfJob } from '../workspace/run/time-of-job.ts';
import type { Code } from '../workspace/tick/code.ts';
import { comesNext } from '../workspace/tick/comes-next.ts';
import { LeftWork } from '../workspace/tick/left-work.ts';
import type { ActionContext } from './action-context.ts';
import { jobProgress } from './job-progress.ts';
import { type JobResult, restOf } from './job-result.ts';
import type { ActionRequest } from './read-inputs.ts';
import { tellEnd } from './tell-end.ts';

type AskedCommand = 'run' | 'retry' | 'cancel' | 'mark';

/** Does what a person has asked for: one run. */
export async function askedRun(
  { log, interruption, clock, began }: ActionContext,
  workspace: OpenWorkspace,
  request: ActionRequest,
  command: AskedCommand,
  read: () => Promise<Code>,
): Promise<JobResult> {
  const left = new LeftWork();
  const show = jobProgress(log);
  const progress = (event: ProgressEvent) => {
    left.progress(event);
    show(event);
  };
  const time = async () => timeOfJob(clock, began, maxRuntimeIn(await read(), request.lane));
  const document = await carryOut(workspace, request, command, { progress, interrupts: interruption.deliverTo }, time);
  left.ended(document);
  if (document.state === 'success') left.due(await comesNext(workspace, await read(), [document]));
  if (document.state === 'running') log.lines([`Whoever works on ${document.run} was asked to end it.`]);
  else tellEnd(log, document);
  const isToSucceed = command === 'run' || command === 'retry';
  const isToGoOn = isHandOver(document.cancelled);
  const hasTrouble = isToSucceed && document.state !== 'success' && !isToGoOn;
  return { runs: [document], hasTrouble, ...restOf(left, clock) };
}

async function carryOut(
  workspace: OpenWorkspace,
  request: ActionRequest,
  command: AskedCommand,
  audience: RunAudience,
  timeOf: () => Promise<JobTime>,
): Promise<RunDocument> {
  const { pipeline = '', params, interval, run, tasks, reason, jobs } = request;
  const how = async () => ({ time: await timeOf(), ...(jobs === undefined ? {} : { jobs }) });
  const which = run === undefined ? {} : { run };
  switch (command) {
    case 'run': {
      const when = interval === undefined ? {} : { interval };
      const asked = { pipeline, cwd: workspace.repository.root, params, selection: {}, ...when, ...(await how()) };
      return runPipeline(workspace, asked, audience);
    }
    case 'retry':
      return retryRun(workspace, { ...which, ...(await how()), tasks, only: false, on: 'newest' }, audience);
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
