import { type Command, Option } from 'commander';
import type { HistoryOptions } from './commands/history.ts';
import type { PauseOptions } from './commands/pause.ts';
import type { TickCommandOptions } from './commands/tick.ts';
import type { ActionMaker, CommandContext } from './context.ts';
import { parseCount, parseMaxRuntime, parseReason } from './parse-options.ts';

/** Runs that start by themselves. */
export function defineTickCommands(program: Command, context: CommandContext, action: ActionMaker): void {
  program.commandsGroup('Let them run by themselves:');
  program
    .command('tick')
    .summary('run what is due')
    .description(
      'Runs what is due, each interval once, whoever wakes it and how often: a crontab line, a CI job, or itself with --loop.',
    )
    .option('--env <name>', 'the environment', 'production')
    .option('--env-file <file>', 'variables and secrets from a file')
    .option('-j, --jobs <number>', 'tasks of one run at the same time; the number of cores without it', parseCount)
    .option('--dry-run', 'print what would be done, and why not the rest; do nothing')
    .option('--pull', 'work at the newest commit of the default branch; --loop does')
    .option('--no-pull', 'work at what is checked out, with --loop too')
    .option('--loop', 'stay, and look every minute')
    .addOption(
      new Option('--max-runtime <duration>', 'for a job that is ended some time: hand over before, 10m to 5d')
        .argParser(parseMaxRuntime)
        .conflicts('loop'),
    )
    .option('-q, --quiet', 'only news: what starts, ends, is passed over, and troubles that are new or over')
    .option('--json', 'print one event a line')
    .action(
      action(async (options: TickCommandOptions) => (await import('./commands/tick.ts')).tickCommand(context, options)),
    );
  definePauses(program, context, action);
  defineHistory(program, context, action);
}

/** People speak here of what starts by itself: the environment is that of ticks. */
function definePauses(program: Command, context: CommandContext, action: ActionMaker): void {
  program
    .command('pause')
    .summary('let nothing of a pipeline start by itself')
    .description(
      'Asks that nothing of a pipeline starts by itself: no schedule, no backfill, no run after another one. What runs goes on.',
    )
    .argument('<pipeline...>', 'ids or files')
    .option('--reason <text>', 'why; it is kept, and shown wherever something waits for it', parseReason)
    .option('--env <name>', 'the environment; that of segue tick without it', 'production')
    .option('--json', 'print JSON')
    .action(
      action(async (pipelines: string[], options: PauseOptions) =>
        (await import('./commands/pause.ts')).pauseCommand(context, pipelines, options),
      ),
    );
  program
    .command('unpause')
    .summary('let a pipeline start by itself again')
    .description('Ends a pause. What fell due meanwhile is served or passed over, as the catchup of the pipeline says.')
    .argument('<pipeline...>', 'ids or files')
    .option('--reason <text>', 'why; it is kept in the history', parseReason)
    .option('--env <name>', 'the environment; that of segue tick without it', 'production')
    .option('--json', 'print JSON')
    .action(
      action(async (pipelines: string[], options: PauseOptions) =>
        (await import('./commands/unpause.ts')).unpauseCommand(context, pipelines, options),
      ),
    );
}

function defineHistory(program: Command, context: CommandContext, action: ActionMaker): void {
  program
    .command('history')
    .summary('tell what was done to a pipeline')
    .description('Tells who served, paused, marked, retried what, and when: the newest first.')
    .argument('<pipeline>', 'its id or its file')
    .option('--count <number>', 'how many changes', parseCount, 30)
    .option('--all', 'also how far runs had got, and what clones have joined')
    .option('--env <name>', 'the environment; that of segue tick without it', 'production')
    .option('--json', 'print JSON')
    .action(
      action(async (pipeline: string, options: HistoryOptions) =>
        (await import('./commands/history.ts')).historyCommand(context, pipeline, options),
      ),
    );
}
