import { Command, CommanderError } from 'commander';
import { version } from '../workspace/version.ts';
import type { ActionMaker, CommandContext, ExitCode } from './context.ts';
import { defineMachineCommands } from './define-machine.ts';
import { definePipelineCommands } from './define-pipelines.ts';
import { defineRunCommands } from './define-runs.ts';
import { defineTickCommands } from './define-ticks.ts';

const epilogue = `
Exit codes: 0 success · 1 a run failed or errors were found · 2 wrong use or wrong input · 130 interrupted

Start with:
  segue init          a first pipeline in this repository
  segue run hello     run it
`;

/** Commands that belong together, by name; in the order of the help. */
export const commandGroups = [
  {
    names: ['init', 'validate', 'test', 'simulate', 'explain', 'list', 'graph', 'next', 'diff', 'import', 'workflow'],
    define: definePipelineCommands,
  },
  { names: ['run', 'resume', 'retry', 'mark', 'cancel', 'status', 'logs', 'backfill'], define: defineRunCommands },
  { names: ['tick', 'pause', 'unpause', 'history'], define: defineTickCommands },
  // Without `__complete`: it must know all the others.
  { names: ['doctor', 'bot', 'state', 'completion'], define: defineMachineCommands },
] as const;

/**
 * The command line as a value. Each action loads its own code, so that help and completion stay fast. If it is known which
 * command is meant, the others are not even described: that takes some milliseconds.
 */
export function createProgram(context: CommandContext, finish: (exitCode: ExitCode) => void, meant?: string): Command {
  const program = new Command('segue')
    .description('Data pipelines, conducted from a Git repository.')
    .usage('<command> [options]')
    .version(version, '-V, --version', 'print the version')
    .option('--color', 'colours even where no terminal listens')
    .option('--no-color', 'no colours')
    .helpOption('-h, --help', 'print help for a command')
    .addHelpText('after', epilogue)
    .showSuggestionAfterError()
    .showHelpAfterError('(segue --help lists the commands, segue <command> --help its options)')
    .configureHelp({ showGlobalOptions: true, helpWidth: Math.min(context.terminal.columns(), 100) });
  const action: ActionMaker = (run) => {
    return async (...args) => finish(await run(...args));
  };
  const group = commandGroups.find(({ names }) => names.some((name) => name === meant));
  for (const { define } of group === undefined ? commandGroups : [group]) define(program, context, action);
  const help = new Command('help').argument('[command]').description('print help for a command');
  program.addHelpCommand(help.helpGroup('Care for it:'));
  for (const command of everyCommand(program)) configure(command, context);
  return program;
}

/** The exit code of what commander threw after it has printed help or an error; `undefined` for any other error. */
export function usageExitCode(error: unknown): ExitCode | undefined {
  if (!(error instanceof CommanderError)) return undefined;
  return error.exitCode === 0 ? 0 : 2;
}

function configure(command: Command, context: CommandContext): void {
  const { terminal } = context;
  command.exitOverride().configureOutput({
    writeOut: (text) => terminal.print(text),
    writeErr: (text) => terminal.printError(text),
    getOutHasColors: () => terminal.color,
    outputError: (text, write) => write(text.replace(/^error:/, terminal.errorStyle.failure('error'))),
  });
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}
