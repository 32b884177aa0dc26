import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ProgressEvent } from '../../src/run/progress.ts';
import { compileCache } from './compile-cache.ts';

const entry = fileURLToPath(new URL('../../src/cli/index.ts', import.meta.url));

export interface Ended {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly stderr: string;
  /** What it told with `--json`. */
  readonly events: readonly ProgressEvent[];
}

/** `segue … --json` as a process. */
export interface SegueProcess {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Resolves once it has told such an event, with all that it told so far; rejects if it ends without. */
  told(fits: (event: ProgressEvent, index: number) => boolean): Promise<readonly ProgressEvent[]>;
  kill(signal: NodeJS.Signals): void;
}

export interface StartOptions {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts a command that runs tasks, and listens to what it tells. */
export function startSegue(args: readonly string[], { cwd, environment }: StartOptions): SegueProcess {
  const child = spawn(process.execPath, [entry, ...args, '--json'], {
    cwd,
    env: { ...compileCache, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const events: ProgressEvent[] = [];
  const looks = new Set<() => void>();
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = `${rest}${chunk.toString()}`.split('\n');
    // A line that a kill has cut short is no event.
    rest = lines.pop() ?? '';
    for (const line of lines) events.push(JSON.parse(line) as ProgressEvent);
    for (const look of looks) look();
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, stderr, events }));
  });
  return {
    pid: child.pid ?? -1,
    ended,
    told: (fits) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!events.some(fits)) return;
          looks.delete(look);
          resolve(events);
        };
        looks.add(look);
        look();
        ended.then(() => reject(new Error(`it ended without telling that: ${stderr}${JSON.stringify(events)}`)));
      }),
    kill: (signal) => void child.kill(signal),
  };
}
