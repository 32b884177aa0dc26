import { join } from 'node:path';
import { identify, isAlive } from '../../process/identity.ts';
import { acquireLock, lockOwner } from '../../store/local/local-lock.ts';
import { now, type Workspace } from '../workspace.ts';

/**
 * Does what moves the checkout to another commit. Who starts a run takes the lock of the run, then looks whether the checkout is
 * being moved; who moves it says so here, then looks for runs. So never both go on. If another process moves it already, that
 * one's answer is as good as ours.
 */
export async function whileMoving(
  workspace: Workspace,
  move: () => Promise<string | undefined>,
): Promise<string | undefined> {
  const { host, pid } = workspace.machine;
  const self = identify(pid);
  if (self === undefined) throw new Error(`process ${pid} cannot find itself`);
  const owner = { ...self, host, since: now(workspace) };
  const nonce = () => workspace.randomness.hex(16);
  const taken = acquireLock(fileOf(workspace), owner, { isAlive, nonce });
  if (!taken.ok) return 'another process moves it';
  try {
    return await move();
  } finally {
    taken.lock.release();
  }
}

/** True while what is checked out may change at any moment. */
export function isMoving(workspace: Workspace): boolean {
  return lockOwner(fileOf(workspace), workspace.machine.host, { isAlive }) !== undefined;
}

/** Beside the folder with the locks of runs. */
function fileOf({ repository }: Workspace): string {
  return join(repository.segueDir, 'checkout.lock');
}
