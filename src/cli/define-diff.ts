import { type Command, Option } from 'commander';
import type { DiffOptions } from './commands/diff.ts';
import type { ActionMaker, CommandContext } from './context.ts';

/** `segue diff`: what a change of pipelines does, before it is merged. */
export function defineDiff(program: Command, context: CommandContext, action: ActionMaker): void {
  program
    .command('diff')
    .summary('show what a change of pipelines does')
    .description(
      'Compares the pipelines of two commits, or of a commit and the working tree, by meaning: what changed, what it reaches, when it fires, how long it takes, what may break. Nothing is run.',
    )
    .argument(
      '[range]',
      'base..head, base...head or base; without it from where the branch left the default branch to the working tree',
    )
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json', 'markdown']).default('text'))
    .option('--json', 'the same as --format json')
    .action(
      action(async (range: string | undefined, options: DiffOptions) =>
        (await import('./commands/diff.ts')).diffCommand(context, range, options),
      ),
    );
}
