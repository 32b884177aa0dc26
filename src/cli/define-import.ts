import type { Command } from 'commander';
import type { ImportOptions } from './commands/import.ts';
import type { ActionMaker, CommandContext } from './context.ts';

/** `segue import`: pipelines from what other tools hold. */
export function defineImport(program: Command, context: CommandContext, action: ActionMaker): void {
  program
    .command('import')
    .summary('make pipelines of a crontab')
    .description('Makes pipelines of what another tool holds.')
    .command('crontab')
    .summary('make a pipeline of each job of a crontab')
    .description(
      'Makes a pipeline of each job of a crontab, with a note on each thing that it cannot know. Runs nothing, and copies no credentials.',
    )
    .argument('<crontab>', 'the file; - reads stdin, as in: crontab -l | segue import crontab -')
    .option('--dir <folder>', 'where to write them, below the pipelines folder; its subfolder cron without this')
    .option('--timezone <zone>', 'the timezone of the machine whose crontab it is; UTC without it')
    .option('--checkout <folder>', 'where that machine has this repository; the path of this one without it')
    .option('--system', 'a column with the user stands before each command; without this it is found out')
    .option('--no-system', 'there is no such column')
    .option('--with-disabled', 'make pipelines without a schedule of jobs that are commented out')
    .option('--force', 'write over files that exist')
    .option('--dry-run', 'print the files, write nothing')
    .option('--json', 'print JSON')
    .action(
      action(async (file: string, options: ImportOptions) =>
        (await import('./commands/import.ts')).importCommand(context, file, options),
      ),
    );
}
