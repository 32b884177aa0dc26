import { liveClock, processBegan } from '../process/clock.ts';
import { liveEnvironment } from '../process/environment.ts';
import type { CommandContext, ExitCode } from './context.ts';
import { runProgram } from './run-program.ts';
import { processTerminal } from './terminal.ts';

/** Runs one command line and ends the process with the command's exit code. */
export async function main(args: readonly string[], entry?: string): Promise<void> {
  const environment = liveEnvironment();
  const terminal = processTerminal({ environment, color: colorFlag(args) });
  const clock = liveClock();
  const context: CommandContext = {
    terminal,
    environment,
    clock,
    began: processBegan(clock),
    cwd: process.cwd(),
    ...(entry === undefined ? {} : { entry }),
  };
  await end(await runProgram(args, context));
}

/** Known before the program is made, so that errors of the command line follow it too. */
function colorFlag(args: readonly string[]): boolean | undefined {
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  if (own.includes('--no-color')) return false;
  return own.includes('--color') ? true : undefined;
}

/** Waits until what was printed has left; then ends, whatever a command may have left open. */
async function end(exitCode: ExitCode): Promise<void> {
  process.exitCode = exitCode;
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit(exitCode);
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve();
    else stream.write('', () => resolve());
  });
}
