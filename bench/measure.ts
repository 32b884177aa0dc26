import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A whole process that is measured. */
export interface Command {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Puts things back before each run; not measured. */
  readonly before?: () => void;
  /** The exit code that it should have; 0 if absent. */
  readonly exits?: number;
}

/** One run of a process with all its children. */
export interface Sample {
  readonly wallMs: number;
  /** Of the largest single process; absent without GNU time. */
  readonly peakMb?: number;
}

const gnuTime = '/usr/bin/time';

/** Throws, with the end of what the command printed, if it fails. */
export function runOnce(command: Command): Sample {
  command.before?.();
  const report = join(tmpdir(), `segue-bench-${process.pid}.time`);
  const timed = existsSync(gnuTime);
  const argv = timed ? [gnuTime, '-f', '%M', '-o', report, ...command.argv] : command.argv;
  const [program = '', ...args] = argv;
  const start = process.hrtime.bigint();
  const { status, stderr, error } = spawnSync(program, args, {
    cwd: command.cwd,
    env: command.environment,
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  const wallMs = Number(process.hrtime.bigint() - start) / 1e6;
  const peakMb = timed ? takePeakMb(report) : undefined;
  if (error !== undefined) throw error;
  if (status !== (command.exits ?? 0))
    throw new Error(`${command.argv.join(' ')} exited with ${status}:\n${String(stderr).slice(-2_000)}`);
  return { wallMs, ...(peakMb === undefined ? {} : { peakMb }) };
}

/** Reads what GNU time has written, whose last line is the number, and removes it. */
function takePeakMb(report: string): number | undefined {
  if (!existsSync(report)) return;
  const last = readFileSync(report, 'utf8').trim().split('\n').at(-1);
  rmSync(report);
  return Number(last) / 1_024;
}

/** One after the other, round by round, after one run of each that does not count; who begins changes each round. */
export function alternate(first: Command, second: Command, rounds: number): readonly (readonly [Sample, Sample])[] {
  runOnce(first);
  runOnce(second);
  return Array.from({ length: rounds }, (_, round): readonly [Sample, Sample] => {
    if (round % 2 === 0) return [runOnce(first), runOnce(second)];
    const later = runOnce(second);
    return [runOnce(first), later];
  });
}
