import { Problem } from '../../diagnostic/problem.ts';
import { catchInterrupts, type Interruption, interruptedExitCode } from '../../process/interrupts.ts';
import { noteText, passedOverText, recoveryText, startText, waitText } from '../../report/command/tick-text.ts';
import { foresee, isForeseen } from '../../tick/foresee.ts';
import type { Step } from '../../tick/step.ts';
import type { OpenWorkspace } from '../../workspace/open-workspace.ts';
import type { HowToRun } from '../../workspace/run/run-request.ts';
import { timeOfJob } from '../../workspace/run/time-of-job.ts';
import { mergedCode } from '../../workspace/tick/merged-code.ts';
import { outlookOf } from '../../workspace/tick/outlook.ts';
import { fetchNewest, pull } from '../../workspace/tick/pull.ts';
import { Tick } from '../../workspace/tick/tick.ts';
import { ToldTroubles, toldWithout } from '../../workspace/tick/told-troubles.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { createTickView, printLine, type TickView } from '../tick-view.ts';
import { untilNextMinute } from '../until-next-minute.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface TickCommandOptions {
  readonly env: string;
  readonly envFile?: string;
  readonly jobs?: number;
  /** Milliseconds. */
  readonly maxRuntime?: number;
  readonly dryRun?: true;
  readonly quiet?: true;
  readonly json?: true;
  readonly loop?: true;
  /** With `--loop` unless it is false. */
  readonly pull?: boolean;
}

/** `segue tick`: serves what is due, whoever wakes it. */
export async function tickCommand(context: CommandContext, options: TickCommandOptions): Promise<ExitCode> {
  if (options.dryRun) return withWorkspace(context, options, (workspace) => printForeseen(context, workspace, options));
  const interruption = catchInterrupts();
  const view = createTickView(context, options);
  const how = howToRun(context, options);
  const tick = () => tickOnce(context, options, how, view, interruption);
  try {
    const code = await (options.loop ? loop(context, tick, interruption) : tick());
    return interruption.requested() ? interruptedExitCode : code;
  } finally {
    interruption.release();
  }
}

/** The time of a job goes on while its repository is opened and fetched. */
function howToRun(
  { clock, began = clock.steady() }: CommandContext,
  { jobs, maxRuntime }: TickCommandOptions,
): HowToRun {
  return {
    ...(jobs === undefined ? {} : { jobs }),
    ...(maxRuntime === undefined ? {} : { time: timeOfJob(clock, began, maxRuntime) }),
  };
}

/** What is wrong with the world is told, and gives the exit code. */
async function tickOnce(
  context: CommandContext,
  options: TickCommandOptions,
  how: HowToRun,
  view: TickView,
  interruption: Interruption,
): Promise<ExitCode> {
  let open: OpenWorkspace | undefined;
  const begin = (workspace: OpenWorkspace) => {
    if (open === workspace) return;
    open = workspace;
    view.begin(new ToldTroubles(workspace));
  };
  const tell = (problem: Problem, workspace: OpenWorkspace) => {
    begin(workspace);
    view.failure(problem);
  };
  try {
    await withWorkspace(
      context,
      options,
      (workspace) => {
        begin(workspace);
        return work(workspace, options, how, view, interruption);
      },
      tell,
    );
    view.finish(!interruption.requested());
    return view.hasTrouble() ? 1 : 0;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (open === undefined) view.begin(await toldBefore(context, options));
    view.failure(error);
    return error.exitCode;
  }
}

/** Of a workspace that could not be opened: the remote is away. */
function toldBefore(
  { cwd, environment: variables, clock }: CommandContext,
  { env }: TickCommandOptions,
): Promise<ToldTroubles | undefined> {
  return toldWithout({ cwd, environment: env, variables, clock });
}

async function work(
  workspace: OpenWorkspace,
  { loop, pull: isAsked = loop ?? false }: TickCommandOptions,
  how: HowToRun,
  view: TickView,
  { deliverTo: interrupts }: Interruption,
): Promise<void> {
  const { listener } = view;
  if (!isAsked) return new Tick(workspace, { code: await mergedCode(workspace), how, listener, interrupts }).run();
  const { commit, stays } = await pull(workspace);
  if (stays !== undefined) view.stays(stays);
  // What was checked out when the workspace was opened is not any more.
  const repository = { ...workspace.repository, ...(stays === undefined ? { head: commit } : {}) };
  const renew = async () => mergedCode(workspace, (await fetchNewest(workspace))?.commit);
  const code = await mergedCode(workspace, commit);
  return new Tick({ ...workspace, repository }, { code, how, listener, interrupts, renew }).run();
}

/**
 * A tick a minute, for those with a server of their own. A tick that works takes up itself what falls due meanwhile. What is
 * wrong with the world may be mended by the next minute: the remote is away, the settings are broken.
 */
async function loop(
  { clock }: CommandContext,
  tick: () => Promise<ExitCode>,
  interruption: Interruption,
): Promise<ExitCode> {
  let code: ExitCode = 0;
  while (!interruption.requested()) {
    code = await tick();
    if (!interruption.requested()) await untilNextMinute(clock, interruption);
  }
  return code;
}

async function printForeseen(
  { terminal }: CommandContext,
  workspace: OpenWorkspace,
  options: TickCommandOptions,
): Promise<ExitCode> {
  const code = await mergedCode(workspace);
  for (const { pipeline } of code.pipelines.values()) {
    const steps = foresee(await outlookOf(workspace, pipeline, code));
    if (options.json) printLine(terminal, { pipeline: pipeline.id, steps: steps.map(withoutState) });
    else terminal.print(steps.map((step) => `${terminal.style.strong(pipeline.id)}  ${stepText(step)}`));
  }
  for (const [id, problem] of code.broken) {
    if (options.json) printLine(terminal, { pipeline: id, broken: { code: problem.code, message: problem.message } });
    else terminal.print([`${terminal.style.failure(id)}  is broken: ${problem.message}`]);
  }
  return code.broken.size > 0 ? 1 : 0;
}

function stepText(step: Step): string {
  switch (step.kind) {
    case 'start': {
      const { drops } = step.start;
      return `would run: ${startText(step.start)}${drops === undefined ? '' : `; ${passedOverText(drops)}`}`;
    }
    case 'note':
      return noteText(step.note);
    case 'take-over':
    case 'give-up':
      return recoveryText(step);
    case 'wait': {
      const isFull = step.why.kind === 'busy' && step.why.runs.some(isForeseen);
      return isFull ? `then as many go on as may at once: ${step.why.most}` : waitText(step.why);
    }
    default:
      return step satisfies never;
  }
}

function withoutState(step: Step): object {
  if (step.kind !== 'start' && step.kind !== 'note') return step;
  const { state: _, ...rest } = step;
  return rest;
}
