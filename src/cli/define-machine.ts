import { Argument, type Command } from 'commander';
import type { BotCommandOptions } from './commands/bot.ts';
import type { DoctorOptions } from './commands/doctor.ts';
import type { StateOptions } from './commands/state.ts';
import type { Shell } from './completion-scripts.ts';
import type { ActionMaker, CommandContext } from './context.ts';

/** Commands about this machine and what Segue keeps on it. */
export function defineMachineCommands(program: Command, context: CommandContext, action: ActionMaker): void {
  program.commandsGroup('Care for it:');
  program
    .command('doctor')
    .summary('check this machine: git, shells, secrets, tools')
    .description(
      'Checks that this machine has what the pipelines need and that the state is sound, and says what to do where not.',
    )
    .option('--env <name>', 'the environment', 'local')
    .option('--json', 'print JSON')
    .action(
      action(async (options: DoctorOptions) => (await import('./commands/doctor.ts')).doctorCommand(context, options)),
    );
  defineBot(program, context, action);
  defineState(program, context, action);
  program
    .command('completion')
    .summary('print the completion script of a shell')
    .description('Prints a script that completes commands, options, pipelines, runs and codes.')
    .addArgument(new Argument('<shell>', 'your shell').choices(['bash', 'zsh', 'fish']))
    .action(
      action(async (shell: Shell) => (await import('./commands/completion.ts')).completionCommand(context, shell)),
    );
  program
    .command('__complete', { hidden: true })
    .argument('[word...]')
    .allowUnknownOption()
    .helpOption(false)
    .action(
      action(async (words: string[]) =>
        (await import('./commands/complete.ts')).completeCommand(context, program, words),
      ),
    );
}

function defineBot(program: Command, context: CommandContext, action: ActionMaker): void {
  program
    .command('bot')
    .summary('run the GitHub App: checks and comments on pull requests')
    .description(
      'Runs the GitHub App until it is told to end. What it needs to know it reads from the environment: APP_ID, PRIVATE_KEY_PATH or PRIVATE_KEY, WEBHOOK_SECRET.',
    )
    .option('--host <address>', 'listen here; HOST or 0.0.0.0 without it')
    .option('--port <number>', 'listen here; PORT or 3000 without it')
    .action(
      action(async (options: BotCommandOptions) => (await import('./commands/bot.ts')).botCommand(context, options)),
    );
}

function defineState(program: Command, context: CommandContext, action: ActionMaker): void {
  const state = program
    .command('state')
    .summary('look after what Segue remembers')
    .description('What Segue keeps in Git refs.');
  const verbs = [
    ['show', 'each pipeline with its ref and its number of runs'],
    ['fsck', 'check that nothing is torn, foreign or lost'],
    ['export', 'all documents as JSON lines'],
    ['squash', "drop the refs' history, keep what they hold"],
  ] as const;
  for (const [verb, summary] of verbs) {
    state
      .command(verb)
      .summary(summary)
      .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)
      .argument('[pipeline]', 'all pipelines without one')
      .option('--env <name>', 'one environment; all of them without it')
      .option('--json', 'print JSON')
      .action(
        action(async (pipeline: string | undefined, options: StateOptions) =>
          (await import('./commands/state.ts')).stateCommand(context, verb, pipeline, options),
        ),
      );
  }
}
