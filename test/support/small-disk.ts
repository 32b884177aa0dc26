import { execFileSync, spawnSync } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { scratchFolder } from './scratch-repository.ts';

/** A disk of 128 KiB, gone after the test; undefined if this user may not mount one. */
export function smallDisk(): string | undefined {
  const folder = scratchFolder();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', folder]);
  if (mounted.status !== 0) return undefined;
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', folder]);
  });
  return folder;
}
