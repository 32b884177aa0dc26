import type { Interruption } from '../process/interrupts.ts';
import { askForRun } from '../workspace/ask/ask-for-run.ts';
import { findAskedRun } from '../workspace/ask/find-asked.ts';
import type { ServingWorkflow } from '../workspace/ask/serving-workflow.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { readCode } from '../workspace/tick/code.ts';
import { version } from '../workspace/version.ts';
import { type AskOptions, type Wish, WorkflowDesk } from './ask-workflow.ts';
import type { CommandContext, ExitCode } from './context.ts';
import type { RunOptions } from './run-options.ts';
import { refuseGiven } from './served-elsewhere.ts';

/** Asks the workflow for a run of each pipeline; of none, if one could not run. */
export async function askForRuns(
  context: CommandContext,
  workspace: OpenWorkspace,
  workflow: ServingWorkflow,
  pipelines: readonly string[],
  options: RunOptions & AskOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  const { only, from, until, using, output, jobs, failFast, envFile, param = {}, interval } = options;
  refuseGiven(workspace, {
    '--only': only,
    '--from': from,
    '--until': until,
    '--using': using,
    '--output': output,
    '--jobs': jobs,
    '--fail-fast': failFast,
    '--env-file': envFile,
  });
  const code = await readCode(workspace, workflow.commit, version);
  const wishes: Wish[] = [];
  for (const pipeline of pipelines) {
    const when = interval === undefined ? {} : { interval };
    const inputs = await askForRun(workspace, code, { pipeline, cwd: context.cwd, params: param, ...when });
    const { pipeline: id = pipeline } = inputs;
    wishes.push({
      inputs,
      what: `a run of ${id}`,
      follow: `segue status ${id} --env ${workspace.environment}`,
      find: await findAskedRun(workspace, inputs),
    });
  }
  const desk = await WorkflowDesk.open(context, workspace, workflow);
  let worst: ExitCode = 0;
  for (const wish of wishes) {
    const exitCode = await desk.ask(wish, options, interruption);
    if (exitCode > worst) worst = exitCode;
    if (interruption.requested()) break;
  }
  return worst;
}
