import { Problem } from '../diagnostic/problem.ts';
import type { Variables } from '../process/environment.ts';
import type { Interruption } from '../process/interrupts.ts';
import type { Clock } from '../run/ports.ts';
import { type OpenWorkspace, openWorkspace } from '../workspace/open-workspace.ts';
import { askedRun } from './asked-run.ts';
import { dueLanes } from './due-lanes.ts';
import type { JobLog } from './job-log.ts';
import type { JobResult } from './job-result.ts';
import { type ActionRequest, readInputs } from './read-inputs.ts';
import { runnerPlace } from './runner-place.ts';
import { serveDue } from './serve-due.ts';

/** What the Action gets from the process that it runs in. */
export interface ActionContext {
  readonly variables: Variables;
  readonly clock: Clock;
  readonly log: JobLog;
  readonly interruption: Interruption;
  readonly pid: number;
}

/**
 * Does what the inputs ask for, and tells it in the job's log.
 *
 * @throws {Problem} SG94x for inputs, and those of the use cases.
 */
export async function runAction(context: ActionContext): Promise<JobResult> {
  const { variables, clock, log, pid } = context;
  const request = readInputs(variables);
  if (request.token !== undefined) log.mask(request.token);
  const { checkout, home } = runnerPlace(variables, request.token);
  const { environment } = request;
  const workspace = await openWorkspace({ cwd: checkout, environment, clock, variables, pid, runner: home });
  for (const { problem } of workspace.notRead) warn(log, problem);
  try {
    return await carryOut(context, workspace, request);
  } finally {
    for (const { problem } of await workspace.close()) warn(log, problem);
  }
}

function carryOut(context: ActionContext, workspace: OpenWorkspace, request: ActionRequest): Promise<JobResult> {
  switch (request.command) {
    case 'tick':
      return serveDue(context, workspace, request);
    case 'due':
      return dueLanes(context, workspace);
    case 'run':
    case 'retry':
    case 'cancel':
      return askedRun(context, workspace, request, request.command);
    default:
      return request.command satisfies never;
  }
}

function warn(log: JobLog, problem: Problem): void {
  log.annotate('warning', `${problem.message} ${problem.help}`, { title: problem.code });
}
