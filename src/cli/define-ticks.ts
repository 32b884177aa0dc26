import type { Command } from 'commander';
import type { TickCommandOptions } from './commands/tick.ts';
import type { ActionMaker, CommandContext } from './context.ts';
import { parseCount } from './parse-options.ts';

/** Runs that start by themselves. */
export function defineTickCommands(program: Command, context: CommandContext, action: ActionMaker): void {
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
    .option('--loop', 'stay, and look every minute')
    .option('--json', 'print one event a line')
    .action(
      action(async (options: TickCommandOptions) => (await import('./commands/tick.ts')).tickCommand(context, options)),
    );
}
