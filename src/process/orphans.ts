import { ofRun } from '../run/attempt-id.ts';
import type { ProcessGroup } from '../run/document.ts';
import type { Clock } from '../run/ports.ts';
import { AttemptProcesses } from './attempt-processes.ts';
import { isAlive } from './identity.ts';
import { endProcesses } from './kill.ts';
import { readProcess } from './process-table.ts';

export interface EndedOrphans {
  /** Pids that were found, and that live no longer but for `survivors`. */
  readonly found: readonly number[];
  readonly survivors: readonly number[];
}

export interface OrphanOptions {
  readonly clock: Clock;
  readonly graceMs: number;
}

/**
 * Ends what a dead Segue left running of an attempt. The journalled group counts only while its leader is the same
 * process (pid, start time, boot): a group whose leader is gone is recognised by `SEGUE_ATTEMPT` in its members'
 * environments, so that a number that went to somebody else's group is never a reason to kill.
 */
export function endOrphans(
  group: ProcessGroup | undefined,
  attemptId: string,
  options: OrphanOptions,
): Promise<EndedOrphans> {
  const isOurs = (attempt: string) => attempt === attemptId;
  const trusted = group !== undefined && isAlive(group) ? { group } : {};
  return endFound(new AttemptProcesses({ isOurs, ...trusted }), options);
}

/** Ends what any attempt of the run left behind; with `before` only of those that began before so many continuations. */
export function endOrphansOfRun(run: string, options: OrphanOptions, before?: number): Promise<EndedOrphans> {
  return endFound(new AttemptProcesses({ isOurs: ofRun(run, before) }), options);
}

/**
 * Ends what these attempts, all of this process or one that it has started, left behind, e.g. daemons that tasks started;
 * others of the same run may go on elsewhere.
 */
export async function endOrphansOfAttempts(ids: ReadonlySet<string>, options: OrphanOptions): Promise<EndedOrphans> {
  if (ids.size === 0) return { found: [], survivors: [] };
  const self = readProcess(process.pid);
  const isOurs = (attempt: string) => ids.has(attempt);
  return endFound(new AttemptProcesses({ isOurs, ...(self === undefined ? {} : { youngerThan: self }) }), options);
}

async function endFound(processes: AttemptProcesses, options: OrphanOptions): Promise<EndedOrphans> {
  const found = processes.find().map((entry) => entry.pid);
  if (found.length === 0) return { found, survivors: [] };
  return { found, survivors: await endProcesses(processes, options).done };
}
