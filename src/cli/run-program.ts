import type { CommandContext, ExitCode } from './context.ts';
import { createProgram, usageExitCode } from './program.ts';

/** Runs one command line. Never throws: every failure becomes a message and an exit code. */
export async function runProgram(args: readonly string[], context: CommandContext): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const finish = (code: ExitCode): void => {
    exitCode = code;
  };
  const program = createProgram(context, finish, args[0]);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    const usage = usageExitCode(error);
    if (usage !== undefined) return usage;
    const { printFailure } = await import('./print-failure.ts');
    return printFailure(context.terminal, error);
  }
  return exitCode;
}
