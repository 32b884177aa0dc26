import { type Command, InvalidArgumentError, Option } from 'commander';
import { backfillDefaults, orderWords, reprocessWords } from '../model/backfill.ts';
import { limits } from '../model/limits.ts';
import type { BackfillOptions } from './commands/backfill.ts';
import type { ActionMaker, CommandContext } from './context.ts';
import { collectPairs, parseCount } from './parse-options.ts';

/** `segue backfill PIPELINE`, and `segue backfill plan`: a pipeline of that name is meant by its file. */
export function defineBackfill(
  program: Command,
  context: CommandContext,
  action: ActionMaker,
  live: (command: Command, lastEvent: string) => Command,
): void {
  const backfill = program.command('backfill');
  live(
    backfill
      .summary('process past intervals of a pipeline')
      .description(
        'Runs a pipeline for past intervals, run after run, on this machine. Asked again, it goes on with what is missing.',
      )
      .usage('[options] <pipeline>')
      .argument('<pipeline>', 'id or file')
      .optionsGroup('What to run:')
      // Mandatory ones would be asked for by `plan` too.
      .option('--from <time>', 'intervals that start on this day or instant, or later; needed')
      .option('--to <time>', 'and before this one; needed')
      .addOption(
        new Option('--reprocess <which>', 'those without a success, those that failed, or all')
          .choices(reprocessWords)
          .default(backfillDefaults.reprocess),
      )
      .addOption(new Option('--order <order>', 'where to begin').choices(orderWords).default(backfillDefaults.order))
      .option('--max-active <number>', 'runs at once; 1 without it', parseRuns)
      .option('--param <name=value>', 'give a param (may be repeated)', collectPairs)
      .option('--reason <text>', 'why; it is kept with each run')
      .option('--dry-run', 'print the intervals and what they will likely take; run nothing'),
    'backfill-finished',
  ).action(
    action(async (pipeline: string, options: BackfillOptions) =>
      (await import('./commands/backfill.ts')).backfillCommand(context, pipeline, options),
    ),
  );
  backfill
    .command('plan')
    .summary('show what backfill files would do')
    .description('Lists the intervals of backfill files: what is to do, what is done, and what it will likely take.')
    .argument('[file...]', 'backfill files or their ids; all of them without any')
    .option('--env <name>', 'the environment whose state to look at', 'local')
    .option('--json', 'print JSON')
    .action(
      // Options that both commands have are read by the outer one, wherever they stand.
      action(async (files: string[], _: unknown, command: Command) =>
        (await import('./commands/backfill.ts')).backfillPlanCommand(context, files, command.optsWithGlobals()),
      ),
    );
}

function parseRuns(text: string): number {
  const count = parseCount(text);
  if (count > limits.maxActiveRuns) throw new InvalidArgumentError(`${limits.maxActiveRuns} are the most.`);
  return count;
}
