import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { errorCode } from '../../src/store/git/git-problem.ts';
import { type ScratchRepository, scratchAt, scratchFolder } from '../support/scratch-repository.ts';
import { listedRuns, openState, store } from './state-fixture.ts';

/** Only a file system of its own can be full or read-only for root too, and only root can mount one. */
const reason = canMount() ? undefined : 'needs root on Linux to mount a small file system';

describe.skipIf(reason !== undefined)(
  `a disk of our own${reason === undefined ? '' : ` (skipped: it ${reason})`}`,
  () => {
    test('that is full is a clear problem, and nothing that was there is lost', async () => {
      const repository = repositoryOnSmallDisk();
      const git = await openState(repository);
      onTestFinished(() => git.close());
      await store(git.state, 'local', 'a', 'r-1');
      fill(join(repository.root, 'ballast'));
      await expect(store(git.state, 'local', 'a', 'r-2')).rejects.toMatchObject({ code: 'SG605' });
      expect(await listedRuns(git.state, 'local', 'a')).toEqual(['r-1']);
      rmSync(join(repository.root, 'ballast'));
      await store(git.state, 'local', 'a', 'r-3');
      expect(await listedRuns(git.state, 'local', 'a')).toEqual(['r-1', 'r-3']);
      expect(repository.git('fsck', '--strict', '--no-dangling')).toBe('');
    });

    test('that is read-only can be read; a write is a clear problem', async () => {
      const repository = repositoryOnSmallDisk();
      const git = await openState(repository);
      onTestFinished(() => git.close());
      await store(git.state, 'local', 'a', 'r-1');
      execFileSync('mount', ['-o', 'remount,ro', repository.root]);
      expect(await listedRuns(git.state, 'local', 'a')).toEqual(['r-1']);
      await expect(store(git.state, 'local', 'a', 'r-2')).rejects.toMatchObject({ code: 'SG604' });
    });
  },
);

function repositoryOnSmallDisk(): ScratchRepository {
  const root = join(scratchFolder(), 'disk');
  mkdirSync(root);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', root]);
  onTestFinished(() => void execFileSync('umount', ['--lazy', root]));
  const repository = scratchAt(root);
  repository.git('init', '--quiet', '--template=');
  return repository;
}

/** Takes all the space that is left. */
function fill(path: string): void {
  for (const size of [64 * 1024, 4 * 1024]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
    } catch (error) {
      if (errorCode(error) !== 'ENOSPC') throw error;
    }
  }
}

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = `/tmp/segue-mount-${process.pid}`;
  try {
    mkdirSync(folder);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
