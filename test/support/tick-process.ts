import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../../src/cli/run-program.ts';
import { processTerminal } from '../../src/cli/terminal.ts';
import { compileCache } from './compile-cache.ts';
import { type FastTime, fastClock } from './fast-clock.ts';

const self = fileURLToPath(import.meta.url);

export interface TickEnded {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TickProcess {
  readonly pid: number;
  readonly ended: Promise<TickEnded>;
  /** Settles once it has told of a run that it works on. */
  readonly claimed: Promise<void>;
  /** What it has printed so far. */
  said(): string;
  /** As Ctrl-C does; nothing if it has ended. */
  interrupt(): void;
}

export interface TickStart {
  readonly root: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly time: FastTime;
}

/** Starts `segue tick --json` in a clone as a process of its own, whose wall clock goes as told. */
export function startTick({ root, variables, time }: TickStart): TickProcess {
  const child = spawn(process.execPath, [self, JSON.stringify(time)], {
    cwd: root,
    env: { ...compileCache, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  const claimed = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (/"event":"(?:claimed|taking-over)"/.test(stdout)) resolve();
    });
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  // Not `close`: tasks that outlive a killed tick may hold its streams.
  const ended = new Promise<TickEnded>((resolve) => {
    child.on('exit', (code) => resolve({ code, stdout, stderr }));
  });
  const said = () => `${stdout}${stderr}`;
  // To kill the process -1 would be to kill them all.
  if (child.pid === undefined) throw new Error('a tick could not be started');
  return { pid: child.pid, ended, claimed, said, interrupt: () => void child.kill('SIGINT') };
}

if (process.argv[1] === self) {
  const time = JSON.parse(process.argv[2] ?? '') as FastTime;
  const environment = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
  const terminal = processTerminal({ environment, color: false });
  const context = { terminal, environment, clock: fastClock(time), cwd: process.cwd() };
  process.exitCode = await runProgram(['tick', '--json'], context);
  await new Promise((resolve) => process.stdout.write('', resolve));
  process.exit();
}
