import { type Command, Option } from 'commander';
import type { ActionMaker, CommandContext } from './context.ts';
import { collectPairs, parseCount } from './parse-options.ts';
import {
  collectBackfills,
  collectFailed,
  collectKills,
  collectPauses,
  collectRuns,
  collectSlow,
  parseEnd,
  parseInstant,
  parseOutage,
  parseSeed,
  parseShare,
  parseSpan,
} from './simulate-options.ts';
import type { SimulateOptions } from './simulate-request.ts';

/** `segue simulate`: what a week, or a year, of all pipelines would be like. */
export function defineSimulate(program: Command, context: CommandContext, action: ActionMaker): void {
  program
    .command('simulate')
    .summary('play a week or a year of the pipelines in virtual time')
    .description(
      'Plays schedules, wake-ups, runs, retries, pools and alerts of all pipelines in virtual time, by the engine that runs them, with durations and failures of earlier runs. No task is run.',
    )
    .argument('[pipeline...]', 'the pipelines to tell of, by id; all that start by themselves without any')
    .option('--from <time>', 'the first day, or an instant; now without it', parseInstant)
    .option('--to <time>', 'its end: a day, an instant, or a span such as 30d; a week without it', parseEnd)
    .option('--at <commit>', 'the pipelines of a commit instead of the working tree')
    .option('--base <commit>', 'compare with the pipelines of this commit')
    .option('--env <name>', 'the environment whose earlier runs tell how tasks go', 'production')
    .option('--seeds <number>', 'worlds to play; up to 20, as many as are cheap, without it', parseCount)
    .option('--seed <number>', 'of the first world; 0 without it', parseSeed)
    .option('-j, --jobs <number>', 'tasks of one run at the same time; 4 without it', parseCount)
    .option(
      '--fail <task[@attempts]>',
      'it fails, always or in its first attempts; PIPELINE:TASK of one',
      collectFailed,
    )
    .option('--slow <task=times>', 'it takes 3x as long, or exactly 40m', collectSlow)
    .option('--kill-runner <time>', 'machines that work at that time of day, UTC, or instant, die', collectKills)
    .option('--drop-ticks <share>', 'so many wake-ups never come', parseShare)
    .option('--late <duration>', 'wake-ups come up to so much late', parseSpan)
    .option(
      '--api-down <duration[@time]>',
      'GitHub is away for so long, since its first wake-up or that time',
      parseOutage,
    )
    .option('--pause <pipeline[@time]>', 'it is paused, from the begin or an instant', collectPauses)
    .option('--unpause <pipeline[@time]>', 'it is not paused any more; what was missed is caught up', collectPauses)
    .option('--backfill <file|range>', 'a backfill, by its id, or PIPELINE:FROM..TO', collectBackfills)
    .option('--run <pipeline@time>', 'somebody starts a run at that instant', collectRuns)
    .option('--param <name=value>', 'a param of the runs of --run (may be repeated)', collectPairs)
    .option('--fail-on <share>', 'exit with 1 if a pipeline misses its deadline more often', parseShare)
    .option('--gantt <file>', 'also draw the runs of the first world as SVG')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json', 'markdown']).default('text'))
    .option('--json', 'the same as --format json')
    .action(
      action(async (pipelines: string[], options: SimulateOptions) =>
        (await import('./commands/simulate.ts')).simulateCommand(context, pipelines, options),
      ),
    );
}
