import type { Problem } from '../diagnostic/problem.ts';
import { type OpenWorkspace, openWorkspace } from '../workspace/open-workspace.ts';
import type { ActionContext } from './action-context.ts';
import { askedRun } from './asked-run.ts';
import { dueLanes } from './due-lanes.ts';
import type { JobLog } from './job-log.ts';
import type { JobResult } from './job-result.ts';
import { type ActionRequest, readInputs } from './read-inputs.ts';
import { runnerPlace } from './runner-place.ts';
import { serveDue } from './serve-due.ts';
import { openTeller } from './teller.ts';

/**
 * Does what the inputs ask for, and tells it in the job's log.
 *
 * @throws {Problem} SG94x for inputs, and those of the use cases.
 */
export async function runAction(context: ActionContext): Promise<JobResult> {
  const { variables, clock, log, pid } = context;
  const request = readInputs(variables);
  if (request.token !== undefined) log.mask(request.token);
  const place = runnerPlace(variables, request.token);
  const { environment } = request;
  const { checkout: cwd, home: runner } = place;
  const teller = isWorking(request) ? openTeller(context, place, request.token) : undefined;
  const options = {
    cwd,
    environment,
    clock,
    variables,
    pid,
    runner,
    ...(teller === undefined ? {} : { reporter: teller.reporter }),
  };
  const workspace = await openWorkspace(options);
  for (const { problem } of workspace.notRead) warn(log, problem);
  try {
    const earlier = teller?.catchUp(workspace);
    const result = await carryOut(context, workspace, request);
    await earlier;
    return result;
  } finally {
    await teller?.close(workspace);
    for (const { problem } of await workspace.close()) warn(log, problem);
  }
}

/** To find out what is due takes seconds, and tells nobody anything. */
function isWorking({ command }: ActionRequest): boolean {
  return command !== 'due';
}

function carryOut(context: ActionContext, workspace: OpenWorkspace, request: ActionRequest): Promise<JobResult> {
  switch (request.command) {
    case 'tick':
      return serveDue(context, workspace, request);
    case 'due':
      return dueLanes(context, workspace, request);
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
