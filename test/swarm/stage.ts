import { AsyncLocalStorage } from 'node:async_hooks';
import type { WrittenComment } from '../../src/github/written-comments.ts';
import type { CodeHistory } from './code-history.ts';
import type { Faults } from './faults.ts';
import type { SimulatedProcess } from './process.ts';
import type { SharedObjects } from './shared-objects.ts';
import type { SharedRemote } from './shared-remote.ts';
import type { SwarmForge } from './swarm-forge.ts';
import type { Tasks } from './tasks.ts';
import type { WorldTime } from './world-time.ts';

/** What the stand-ins of the modules that reach out of Segue play on. */
export interface Stage {
  readonly time: WorldTime;
  readonly faults: Faults;
  readonly objects: SharedObjects;
  readonly remote: SharedRemote;
  readonly code: CodeHistory;
  readonly tasks: Tasks;
  readonly forge: SwarmForge;
  /** What people have written in comments, the oldest first. */
  readonly written: () => readonly WrittenComment[];
  /** When each job was started that somebody asked for, in milliseconds since the epoch. */
  readonly startedAt: () => readonly number[];
  readonly processOf: (pid: number) => SimulatedProcess | undefined;
}

/** The name of the variable by which git, tasks and others find the process that asks. */
export const processVariable = 'SWARM_PROCESS';

let current: Stage | undefined;
const working = new AsyncLocalStorage<SimulatedProcess>();

export function setStage(stage: Stage): void {
  current = stage;
}

export function stage(): Stage {
  if (current === undefined) throw new Error('no world is being played');
  return current;
}

/** Does the work of a process: what asks for chance in it, asks for its own. */
export function starts<T>(process: SimulatedProcess, work: () => T): T {
  return working.run(process, work);
}

export function startingProcess(): SimulatedProcess {
  const process = working.getStore();
  if (process === undefined) throw new Error('nobody is at work');
  return process;
}

export function processIn(environment: Readonly<Record<string, string | undefined>>): SimulatedProcess {
  const found = stage().processOf(Number(environment[processVariable]));
  if (found === undefined) throw new Error('nobody knows which process asks');
  return found;
}
