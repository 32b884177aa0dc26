import { execFileSync, spawnSync } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { scratchFolder } from './scratch-repository.ts';

/** A disk of this size (as mount takes it), gone after the test; undefined if this user may not mount one. */
export function smallDisk(size = '128k'): string | undefined {
  const folder = scratchFolder();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  if (mounted.status !== 0) return undefined;
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', folder]);
  });
  return folder;
}

/** Whether this user may mount disks; a full one, or one that is read-only, is the only way to stop root from writing. */
export function mayMount(): boolean {
  const script = 'mount -t tmpfs -o size=64k tmpfs /tmp';
  return process.platform === 'linux' && spawnSync('unshare', ['--mount', 'sh', '-c', script]).status === 0;
}
