import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directoryArtifacts } from '../../src/store/artifacts/artifacts-directory.ts';
import { sweepLocal } from '../../src/store/local/local-sweep.ts';
import { openRepository, type Repository } from '../../src/store/repository/repository.ts';
import { snapshotRef, takeSnapshot } from '../../src/store/repository/snapshot.ts';
import { listWorktrees, openWorktree } from '../../src/store/repository/worktree.ts';
import { scratchRepository } from '../support/scratch-repository.ts';
import { bounds, nonce } from './artifacts-contract.ts';

const future = Date.parse('2100-01-01T00:00:00Z');

test('a sweep frees what runs left that are no longer kept', async () => {
  const { repository, scratch } = await withRuns(['r-kept0000', 'r-gone0000', 'r-GONE0000']);
  mkdirSync(join(repository.segueDir, 'stored-logs/r-fetched0'), { recursive: true });
  const swept = await sweepLocal(repository, { keep: ['r-kept0000'], now: future });
  expect(swept.snapshots).toEqual(['r-GONE0000', 'r-gone0000']);
  expect([swept.artifacts.length, swept.worktrees.length]).toEqual([2, 2]);
  expect(swept.logs).toContain('r-gone0000');
  expect(swept.logs).toContain('r-fetched0');
  expect(existsSync(join(repository.segueDir, 'logs/r-kept0000'))).toBe(true);
  expect(await listWorktrees(repository)).toEqual(['r-kept0000']);
  expect(scratch.git('worktree', 'list').split('\n')).toHaveLength(2);
  expect(scratch.git('for-each-ref', '--format=%(refname)', 'refs/segue-local')).toBe(snapshotRef('r-kept0000'));
  expect(existsSync(join(repository.segueDir, 'artifacts/r-kept0000'))).toBe(true);
});

test("a sweep keeps the snapshots of a kept run's retries", async () => {
  const { repository } = await withRuns(['r-12345678-2', 'r-12345679']);
  const swept = await sweepLocal(repository, { keep: ['r-12345678'], now: future });
  expect(swept.snapshots).toEqual(['r-12345679']);
});

test('a sweep leaves what is young, since its run may just have begun', async () => {
  const { repository } = await withRuns(['r-new00000']);
  const now = Date.parse('2000-01-01T00:00:00Z');
  expect(await sweepLocal(repository, { keep: [], now })).toEqual({
    artifacts: [],
    logs: [],
    worktrees: [],
    snapshots: [],
  });
  expect(await listWorktrees(repository)).toEqual(['r-new00000']);
});

test('a sweep of a repository that has never run anything does nothing', async () => {
  const scratch = scratchRepository();
  const swept = await sweepLocal(await openRepository(scratch.place), { keep: [], now: future });
  expect(swept).toEqual({ artifacts: [], logs: [], worktrees: [], snapshots: [] });
  expect(existsSync(join(scratch.root, '.git/segue'))).toBe(false);
});

async function withRuns(runs: readonly string[]) {
  const scratch = scratchRepository();
  scratch.write('file.txt', '1');
  const commit = scratch.commit();
  scratch.write('file.txt', '2');
  const repository: Repository = await openRepository(scratch.place);
  const store = directoryArtifacts({ segueDir: repository.segueDir, bounds, nonce });
  for (const run of runs) {
    await store.keep(run, 'a', scratch.root, ['file.txt']);
    await openWorktree(repository, commit, run);
    await takeSnapshot(repository, { run, pipelineFile: 'file.txt', paths: [], nonce: nonce() });
    mkdirSync(join(repository.segueDir, 'logs', run), { recursive: true });
  }
  return { repository, scratch };
}
