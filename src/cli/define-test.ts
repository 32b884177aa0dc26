import type { Command } from 'commander';
import type { TestOptions } from './commands/test.ts';
import type { ActionMaker, CommandContext } from './context.ts';

/** `segue test`: what pipelines would do, played in virtual time. */
export function defineTest(program: Command, context: CommandContext, action: ActionMaker): void {
  program
    .command('test')
    .summary('play the tests of pipelines')
    .description('Plays the cases of *.test.yml files in virtual time and compares what comes of them. No task is run.')
    .argument('[path...]', 'test files, folders, or pipelines by id or file; all tests without any')
    .option('--coverage', 'also show which tasks, conditions and trigger rules the tests have seen')
    .option('--junit <file>', 'also write the results as JUnit XML')
    .option('--json', 'print JSON')
    .action(
      action(async (paths: string[], options: TestOptions) =>
        (await import('./commands/test.ts')).testCommand(context, paths, options),
      ),
    );
}
