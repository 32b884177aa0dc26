import { type Command, Option } from 'commander';
import type { WorkflowOptions } from './commands/workflow.ts';
import type { ActionMaker, CommandContext } from './context.ts';

/** `segue workflow` */
export function defineWorkflow(program: Command, context: CommandContext, action: ActionMaker): void {
  program
    .command('workflow')
    .summary('make the workflow by which GitHub Actions runs pipelines')
    .description(
      'Makes .github/workflows/segue.yml from the pipelines and the settings, and tells what a month of it bills. Without an option it is printed. Once there is .github/workflows/segue-check.yml of Segue’s, --write and --check look after it, too.',
    )
    .option('--write', 'write the file')
    .addOption(new Option('--check', 'show how the file differs, and exit with 1 if it does').conflicts('write'))
    .option('--force', 'with --write: also over a file that Segue has not made')
    .option(
      '--pull-requests',
      'print the workflow that reviews pull requests, for who has no app; with --write and --check: both',
    )
    .option('--json', 'print JSON')
    .action(
      action(async (options: WorkflowOptions) =>
        (await import('./commands/workflow.ts')).workflowCommand(context, options),
      ),
    );
}
