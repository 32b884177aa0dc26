import { Problem } from '../diagnostic/problem.ts';
import type { Interruption } from '../process/interrupts.ts';
import { renderPlan } from '../report/run/plan-text.ts';
import { nameList } from '../report/text/name-list.ts';
import { recallRunnable } from '../workspace/pipelines/recall-runnable.ts';
import { dryRun, runPipeline } from '../workspace/run/run-pipeline.ts';
import type { RunRequest } from '../workspace/run/run-request.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { carryOut } from './carry-out.ts';
import type { CommandContext, ExitCode } from './context.ts';
import { printFailure } from './print-failure.ts';
import type { RunOptions } from './run-options.ts';

/** Runs or plans pipelines one after the other; gives the worst of their exit codes. */
export async function runPipelines(
  context: CommandContext,
  workspace: Workspace,
  pipelines: readonly string[],
  options: RunOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  // A wrong name among several is found before the first has run for an hour.
  if (pipelines.length > 1) for (const name of pipelines) await recallRunnable(workspace, name, context.cwd);
  let worst: ExitCode = 0;
  const failed: string[] = [];
  for (const [index, pipeline] of pipelines.entries()) {
    if (index > 0 && !options.json) context.terminal.print(['']);
    const request = requestOf(context, pipeline, options);
    const exitCode = await runOne(context, workspace, request, options, interruption);
    if (exitCode > worst) worst = exitCode;
    if (exitCode !== 0) failed.push(pipeline);
    if (interruption.requested() || (options.failFast && exitCode !== 0)) break;
  }
  if (pipelines.length > 1 && !options.json && !options.dryRun) {
    context.terminal.print(['', overallVerdict(context, pipelines.length, failed)]);
  }
  return worst;
}

/** Of several pipelines: the end of the last one would hide how an earlier one ended. */
function overallVerdict({ terminal: { style } }: CommandContext, all: number, failed: readonly string[]): string {
  if (failed.length === 0) return `${style.success('✓')} All ${all} pipelines succeeded.`;
  return `${style.failure('✗')} ${failed.length} of ${all} pipelines did not succeed: ${nameList(failed, 10)}`;
}

/** A pipeline that cannot start is told at once, and does not keep those after it from running. */
async function runOne(
  context: CommandContext,
  workspace: Workspace,
  request: RunRequest,
  options: RunOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  try {
    if (options.dryRun) return await printPlan(context, workspace, request, options);
    return await carryOut(context, options, workspace, interruption, (audience) =>
      runPipeline(workspace, request, audience),
    );
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return printFailure(context.terminal, error);
  }
}

async function printPlan(
  { terminal }: CommandContext,
  workspace: Workspace,
  request: RunRequest,
  options: RunOptions,
): Promise<ExitCode> {
  const { plan, notices, missingSecrets } = await dryRun(workspace, request);
  if (options.json) terminal.printJson({ plan, notices, missingSecrets });
  else {
    const asides = notices.map((notice) => `${terminal.style.warning('!')} ${notice}`);
    const look = { style: terminal.style, width: terminal.columns() };
    terminal.print([...asides, ...renderPlan(plan, missingSecrets, look)]);
  }
  return 0;
}

function requestOf(context: CommandContext, pipeline: string, options: RunOptions): RunRequest {
  const { jobs, failFast, param, interval, only, from, until, using, output } = options;
  return {
    pipeline,
    cwd: context.cwd,
    ...(param === undefined ? {} : { params: param }),
    ...(interval === undefined ? {} : { interval }),
    selection: {
      ...(only === undefined ? {} : { only }),
      ...(from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
    },
    ...(using === undefined ? {} : { using }),
    ...(output === undefined ? {} : { outputs: output }),
    ...(jobs === undefined ? {} : { jobs }),
    ...(failFast === undefined ? {} : { failFast }),
  };
}
