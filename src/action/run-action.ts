import { type OpenWorkspace, openWorkspace } from '../workspace/open-workspace.ts';
import type { Code } from '../workspace/tick/code.ts';
import { mergedCode } from '../workspace/tick/merged-code.ts';
import type { ActionContext } from './action-context.ts';
import type { ActionCommand } from './action-inputs.ts';
import { annotateFailure } from './annotate-failure.ts';
import { answerEvent } from './answer-event.ts';
import { askedRun } from './asked-run.ts';
import { checkEvent } from './check-event.ts';
import { dueLanes } from './due-lanes.ts';
import type { JobLog } from './job-log.ts';
import type { JobResult } from './job-result.ts';
import { openBundles } from './open-bundles.ts';
import { type ActionRequest, readInputs } from './read-inputs.ts';
import { type RunnerPlace, runnerPlace } from './runner-place.ts';
import { serveDue } from './serve-due.ts';
import { openTeller, type Teller } from './teller.ts';
import { checkWorkflow } from './workflow-check.ts';
import { writeSummary } from './write-summary.ts';

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
  const { command, environment } = request;
  if (command === 'check') return checkEvent(context, place, request.token);
  const { checkout: cwd, home: runner } = place;
  const teller = openTeller(context, place, request.token);
  const { reporter } = teller;
  const keeping = openBundles(context, place, request.token);
  const kept = keeping === undefined ? {} : { bundles: keeping.bundles };
  const workspace = await openWorkspace({ cwd, environment, clock, variables, pid, runner, reporter, ...kept });
  for (const { problem } of workspace.notRead) annotateFailure(log, 'warning', problem);
  try {
    return await carryOut(context, workspace, { ...request, command }, { teller, place });
  } finally {
    keeping?.close();
    for (const { problem } of await workspace.close()) annotateFailure(log, 'warning', problem);
  }
}

function carryOut(
  context: ActionContext,
  workspace: OpenWorkspace,
  request: ActionRequest & { readonly command: Exclude<ActionCommand, 'check'> },
  { teller, place }: { readonly teller: Teller; readonly place: RunnerPlace },
): Promise<JobResult> {
  switch (request.command) {
    case 'tick':
      return telling(context.log, teller, workspace, (code) => serveDue(context, workspace, request, code));
    case 'due':
      return dueLanes(context, workspace, request);
    case 'workflow-check':
      return checkWorkflow(context, workspace);
    case 'comment':
      return answerEvent(context, workspace, request, place);
    case 'run':
    case 'retry':
    case 'cancel':
    case 'mark': {
      const { command } = request;
      return telling(context.log, teller, workspace, (code) => askedRun(context, workspace, request, command, code));
    }
    default:
      return request.command satisfies never;
  }
}

/** Works, and tells how it went whatever happens: also what earlier jobs could not tell. */
async function telling(
  log: JobLog,
  teller: Teller,
  workspace: OpenWorkspace,
  work: (code: () => Promise<Code>) => Promise<JobResult>,
): Promise<JobResult> {
  // Read when it is first asked for, and once for all.
  let read: Promise<Code> | undefined;
  const code = () => {
    read ??= mergedCode(workspace);
    return read;
  };
  const earlier = teller.catchUp(workspace, code);
  let result: JobResult = { runs: [], hasTrouble: true };
  let failure: unknown;
  try {
    result = await work(code);
    return result;
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    const untold = await earlier;
    // Pipelines that cannot be read stand in the way of both: that is said once, as what ends the job.
    if (untold !== undefined && untold !== failure) annotateFailure(log, 'warning', untold);
    await writeSummary(workspace, await teller.close(workspace, result.runs), result);
  }
}
