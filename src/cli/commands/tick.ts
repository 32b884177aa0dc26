import { Problem } from '../../diagnostic/problem.ts';
import { catchInterrupts, type Interruption, interruptedExitCode } from '../../process/interrupts.ts';
import { noteText, recoveryText, startText, waitText } from '../../report/tick-text.ts';
import { headCommit } from '../../store/repository.ts';
import { foresee, isForeseen } from '../../tick/foresee.ts';
import type { Step } from '../../tick/step.ts';
import { demandMerged } from '../../workspace/merged.ts';
import type { OpenWorkspace } from '../../workspace/open-workspace.ts';
import { type Code, readCode } from '../../workspace/tick/code.ts';
import { outlookOf } from '../../workspace/tick/outlook.ts';
import { Tick } from '../../workspace/tick/tick.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { printFailure } from '../print-failure.ts';
import { createTickView, printLine, type TickView } from '../tick-view.ts';
import { untilNextMinute } from '../until-next-minute.ts';
import { version } from '../version.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface TickCommandOptions {
  readonly env: string;
  readonly envFile?: string;
  readonly jobs?: number;
  readonly dryRun?: true;
  readonly json?: true;
  readonly loop?: true;
}

/** `segue tick`: serves what is due, whoever wakes it. */
export async function tickCommand(context: CommandContext, options: TickCommandOptions): Promise<ExitCode> {
  if (options.dryRun) return withWorkspace(context, options, (workspace) => printForeseen(context, workspace, options));
  const interruption = catchInterrupts();
  const view = createTickView(context, options);
  try {
    await (options.loop ? loop(context, options, view, interruption) : tickOnce(context, options, view, interruption));
  } finally {
    interruption.release();
  }
  if (interruption.requested()) return interruptedExitCode;
  return view.hasTrouble() ? 1 : 0;
}

async function tickOnce(
  context: CommandContext,
  options: TickCommandOptions,
  view: TickView,
  interruption: Interruption,
): Promise<void> {
  await withWorkspace(context, options, async (workspace) => {
    const code = await codeOf(workspace);
    const how = options.jobs === undefined ? {} : { jobs: options.jobs };
    await new Tick(workspace, { code, how, listener: view.listener, interrupts: interruption.deliverTo }).run();
    view.finish();
  });
}

/** A tick a minute, for those with a server of their own. A tick that works takes up itself what falls due meanwhile. */
async function loop(
  context: CommandContext,
  options: TickCommandOptions,
  view: TickView,
  interruption: Interruption,
): Promise<void> {
  while (!interruption.requested()) {
    await tickOnce(context, options, view, interruption).catch((error: unknown) => {
      // What is wrong with the world may be mended by the next minute: the remote is away, the settings are broken.
      if (!(error instanceof Problem)) throw error;
      printFailure(context.terminal, error);
    });
    if (!interruption.requested()) await untilNextMinute(context.clock, interruption);
  }
}

/** The code that is checked out; outside of `local` it must be merged. */
async function codeOf(workspace: OpenWorkspace): Promise<Code> {
  const commit = headCommit(workspace.repository);
  await demandMerged(workspace, commit);
  return readCode(workspace, commit, version);
}

async function printForeseen(
  { terminal }: CommandContext,
  workspace: OpenWorkspace,
  options: TickCommandOptions,
): Promise<ExitCode> {
  const code = await codeOf(workspace);
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
    case 'start':
      return `would run: ${startText(step.start)}`;
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
