import type { Clock } from '../run/ports.ts';
import type { Terminal } from './terminal.ts';

/** What every command gets from the process that it runs in. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** What the steady clock showed when the process began, in milliseconds; without it a command counts from its own beginning. */
  readonly began?: number;
  readonly cwd: string;
  /** The file of this program, for another thread that runs it too; absent if it does not run from a bundle. */
  readonly entry?: string;
}

/** 0 success; 1 the run failed or errors were found; 2 wrong use or wrong input; 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 130;

/** Makes a commander action of a function that gives an exit code. */
export type ActionMaker = <A extends readonly unknown[]>(
  run: (...args: A) => Promise<ExitCode>,
) => (...args: A) => Promise<void>;
