import { Problem } from '../../diagnostic/problem.ts';
import { catchInterrupts, type Interruption, interruptedExitCode } from '../../process/interrupts.ts';
import { renderBackfillPlan } from '../../report/command/backfill-text.ts';
import type { BackfillOutcome, BackfillRequest } from '../../workspace/backfill/backfill-work.ts';
import { type PlannedFile, planBackfills } from '../../workspace/backfill/plan-backfills.ts';
import type { PreparedBackfill } from '../../workspace/backfill/prepare-backfill.ts';
import { foreseeBackfill, runBackfill } from '../../workspace/backfill/run-backfill.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { jsonBackfillView, shownOf, summaryOf, textBackfillView } from '../backfill-view.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { printFailure } from '../print-failure.ts';
import type { RunOptions } from '../run-options.ts';
import { refuseHere, type ServedOptions, servedElsewhere } from '../served-elsewhere.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface BackfillOptions
  extends ServedOptions,
    Pick<BackfillRequest, 'reprocess' | 'order' | 'reason'>,
    Pick<RunOptions, 'env' | 'envFile' | 'jobs' | 'failFast' | 'param' | 'dryRun' | 'json' | 'verbose' | 'quiet'> {
  readonly from?: string;
  readonly to?: string;
  readonly maxActive?: number;
}

export type BackfillPlanOptions = Pick<BackfillOptions, 'env' | 'json' | 'from' | 'to'>;

/** `segue backfill <pipeline>`: past intervals, worked off here and now. 1 if a run did not succeed. */
export async function backfillCommand(
  context: CommandContext,
  pipeline: string,
  options: BackfillOptions,
): Promise<ExitCode> {
  const interruption = catchInterrupts();
  try {
    return await withWorkspace(context, options, async (workspace) => {
      const request = requestOf(context, pipeline, options);
      const isElsewhere = !options.dryRun && (await servedElsewhere(workspace, options)) !== undefined;
      if (isElsewhere) {
        refuseHere(workspace, 'its wake-ups work off backfills', `Merge a file: ${request.pipeline}.backfill.yml`);
      }
      if (!options.dryRun) return await workOff(context, workspace, request, options, interruption);
      printPlan(context, await foreseeBackfill(workspace, request), options);
      return 0;
    });
  } finally {
    interruption.release();
  }
}

/** `segue backfill plan [file…]`: what backfill files would do now. 2 if one has errors. */
export async function backfillPlanCommand(
  context: CommandContext,
  names: readonly string[],
  options: BackfillPlanOptions,
): Promise<ExitCode> {
  const { terminal } = context;
  if (options.from !== undefined || options.to !== undefined) throw planOfPipeline(names[0] ?? 'PIPELINE');
  return withWorkspace<ExitCode>(context, options, async (workspace) => {
    const planned = await planBackfills(workspace, names, context.cwd);
    if (options.json) terminal.printJson(planned.flatMap((each) => (each.ok ? [summaryOf(each.prepared)] : [])));
    else printPlans(context, planned);
    const broken = planned.flatMap((each) => (each.ok ? [] : [each.problem]));
    for (const problem of broken) printFailure(terminal, problem);
    return broken.length > 0 ? 2 : 0;
  });
}

function printPlans(context: CommandContext, planned: readonly PlannedFile[]): void {
  const { terminal } = context;
  if (planned.length === 0)
    terminal.print('There are no backfills. One is a file NAME.backfill.yml beside the pipelines.');
  const sound = planned.flatMap((each) => (each.ok ? [each.prepared] : []));
  for (const [index, prepared] of sound.entries()) {
    if (index > 0) terminal.print('');
    printPlan(context, prepared, {});
  }
}

function printPlan({ terminal }: CommandContext, prepared: PreparedBackfill, { json }: { readonly json?: true }): void {
  const look = { style: terminal.style, width: terminal.columns() };
  if (json) terminal.printJson(summaryOf(prepared));
  else terminal.print(renderBackfillPlan(shownOf(prepared), look));
}

async function workOff(
  context: CommandContext,
  workspace: Workspace,
  request: BackfillRequest,
  options: BackfillOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  const view = options.json ? jsonBackfillView(context) : textBackfillView(context, options);
  try {
    const outcome = await runBackfill(workspace, request, {
      begins: (prepared) => view.begins(prepared),
      afresh: (interrupted) => view.afresh(interrupted),
      progress: (event) => view.progress(event),
      ended: (document) => view.ended(document),
      interrupts: interruption.deliverTo,
    });
    view.over({ ...outcome, interrupted: interruption.requested() });
    view.close();
    if (outcome.problem !== undefined) printFailure(context.terminal, outcome.problem);
    return interruption.requested() ? interruptedExitCode : exitCodeOf(outcome);
  } finally {
    view.close();
  }
}

function exitCodeOf({ runs, left, problem }: BackfillOutcome): ExitCode {
  if (problem !== undefined) return problem.exitCode;
  return left.length > 0 || runs.some(({ state }) => state !== 'success') ? 1 : 0;
}

function requestOf(context: CommandContext, pipeline: string, options: BackfillOptions): BackfillRequest {
  const { from, to, reprocess, order, maxActive = 1, reason, param, jobs, failFast } = options;
  if (from === undefined || to === undefined) throw noRange();
  return {
    pipeline,
    cwd: context.cwd,
    from,
    to,
    reprocess,
    order,
    maxActive,
    ...(reason === undefined ? {} : { reason }),
    ...(param === undefined ? {} : { params: param }),
    ...(jobs === undefined ? {} : { jobs }),
    ...(failFast === undefined ? {} : { failFast }),
  };
}

function noRange(): Problem {
  const help = 'One day is --from 2026-01-31 --to 2026-02-01. To see what backfill files would do: segue backfill plan';
  return new Problem('SG740', 'A backfill needs --from and --to.', help, 2);
}

function planOfPipeline(name: string): Problem {
  const help = `To see what one by hand would do: segue backfill ${name} --from … --to … --dry-run`;
  return new Problem('SG740', 'segue backfill plan is about files, which have ranges of their own.', help, 2);
}
