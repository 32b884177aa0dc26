import { Problem } from '../../diagnostic/problem.ts';
import { identify, isAlive as processLives } from '../../process/identity.ts';
import type { ActiveRun } from '../../run/ports.ts';
import { lockFile } from '../../store/local/local-layout.ts';
import { acquireLock, type HeldLock, type LockOwner, lockOwner } from '../../store/local/local-lock.ts';
import type { Liveness } from '../../tick/step.ts';
import type { Office } from '../office.ts';
import { keyOf, now } from '../workspace.ts';

/**
 * Makes this process the one that works on a run.
 *
 * @throws {Problem} SG711 if another one does.
 */
export function takeRun(office: Office, pipeline: string, run: string): HeldLock {
  // Nobody works on runs where no clone is, and those who change a run there do so by compare-and-set alone.
  if (office.repository === undefined) return { release: () => {} };
  const { host, pid } = office.machine;
  const self = identify(pid);
  if (self === undefined) throw new Error(`process ${pid} cannot find itself`);
  const owner: LockOwner = { ...self, host, since: now(office) };
  const file = lockFile(office.repository.segueDir, keyOf(office, pipeline, run));
  const taken = acquireLock(file, owner, { isAlive: processLives, nonce: () => office.randomness.hex(16) });
  if (taken.ok) return taken.lock;
  throw new Problem(
    'SG711',
    `Run ${run} is being worked on by process ${taken.owner.pid} on ${taken.owner.host}, since ${taken.owner.since}.`,
    `Wait for it (segue logs ${run} --follow), or ask it to end: segue cancel ${run}`,
  );
}

/** The process that works on a run now, as far as can be seen from this machine. */
export function ownerOf(office: Office, pipeline: string, run: string): LockOwner | undefined {
  if (office.repository === undefined) return undefined;
  const file = lockFile(office.repository.segueDir, keyOf(office, pipeline, run));
  return lockOwner(file, office.machine.host, { isAlive: processLives });
}

/** A run that was claimed on another machine is taken to live: its lock is there, not here. */
export function isAlive(office: Office, pipeline: string, active: ActiveRun): boolean {
  return active.host !== office.machine.place || ownerOf(office, pipeline, active.run) !== undefined;
}

/**
 * Whether somebody works on a claimed run, as far as is known now: here by the lock of the run, elsewhere by the lease that the
 * claim names. A claim without a lease cannot be judged from another place, and counts as alive.
 *
 * @throws {Problem} SG609 if the remote cannot be asked.
 */
export async function livenessOf(office: Office, pipeline: string, active: ActiveRun): Promise<Liveness> {
  const { host, lease, resumesAt } = active;
  // Whoever handed it over has let go of it before this was written, though it may live on.
  if (resumesAt !== undefined) return 'dead';
  if (host === office.machine.place) return isAlive(office, pipeline, active) ? 'alive' : 'dead';
  if (lease === undefined) return 'alive';
  return (await office.lease.judge([lease])).get(lease)?.kind ?? 'unknown';
}
