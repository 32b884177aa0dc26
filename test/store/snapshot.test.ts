import { existsSync, readFileSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changedFiles, snapshotUntracked } from '../../src/store/repository/changed-files.ts';
import { openRepository } from '../../src/store/repository/repository.ts';
import { dropSnapshot, type Snapshot, snapshotRef, takeSnapshot } from '../../src/store/repository/snapshot.ts';
import { type ScratchRepository, scratchAt, scratchFolder, scratchRepository } from '../support/scratch-repository.ts';

const pipelineFile = 'pipelines/etl.yml';

describe('a snapshot', () => {
  test('is not taken when nothing differs from HEAD', async () => {
    const scratch = committed();
    scratch.write('unrelated.txt', 'untracked, and not named');
    expect(await snapshot(scratch)).toBeUndefined();
    expect(scratch.git('for-each-ref', 'refs/segue-local')).toBe('');
  });

  test('is not taken when only the times of files differ', async () => {
    const scratch = committed();
    scratch.write('extract.py', 'print(1)\n');
    expect(await snapshot(scratch)).toBeUndefined();
  });

  test.each(['sha1', 'sha256'] as const)('holds the tracked changes, staged or not (%s)', async (format) => {
    const scratch = committed(format);
    const head = scratch.git('rev-parse', 'HEAD');
    scratch.write('extract.py', 'print(2)\n');
    scratch.write('staged.py', 'staged\n');
    scratch.git('add', 'staged.py');
    rmSync(join(scratch.root, 'removed.py'));
    const taken = await snapshot(scratch);
    expect(taken).toMatchObject({ snapshotOf: head, files: ['extract.py', 'removed.py', 'staged.py'], leftOut: [] });
    expect(filesOf(scratch, taken)).toEqual(['.gitignore', 'extract.py', pipelineFile, 'staged.py']);
    expect(scratch.git('show', `${taken?.commit}:extract.py`)).toBe('print(2)');
    expect(scratch.git('rev-parse', `${taken?.commit}^`)).toBe(head);
  });

  test('leaves index, branch, files and reflog alone', async () => {
    const scratch = committed();
    scratch.write('extract.py', 'print(2)\n');
    scratch.git('add', 'extract.py');
    scratch.write('extract.py', 'print(3)\n');
    const before = outsideOf(scratch);
    expect(await snapshot(scratch)).toBeDefined();
    expect(outsideOf(scratch)).toEqual(before);
  });

  test('takes untracked files that are named, and no others', async () => {
    const scratch = committed();
    scratch.write('new file ö.py', '1');
    scratch.write('conf/a.yml', '1');
    scratch.write('conf/deep/b.yml', '1');
    scratch.write('other.py', '1');
    const taken = await snapshot(scratch, ['new file ö.py', 'conf', 'not-there.py', '*.py']);
    expect(taken?.files).toEqual(['conf/a.yml', 'conf/deep/b.yml', 'new file ö.py']);
  });

  test('takes the pipeline’s own file even if it is ignored, and leaves out what else is', async () => {
    const scratch = committed();
    scratch.write('ignored/secret.env', 'TOKEN=1');
    scratch.write('ignored/etl.yml', 'tasks: {}');
    const request = { run: 'r-test0000', pipelineFile: 'ignored/etl.yml', paths: ['ignored/secret.env'], nonce: 'n' };
    const taken = await takeSnapshot(await openRepository(scratch.place), request);
    expect(taken).toMatchObject({ files: ['ignored/etl.yml'], leftOut: ['ignored/secret.env'] });
  });

  test('sees a change that the times of files do not tell', async () => {
    const scratch = committed();
    const index = join(scratch.root, '.git/index');
    const file = join(scratch.root, 'extract.py');
    const time = new Date('2026-03-01T05:00:00Z');
    utimesSync(file, time, time);
    scratch.git('add', '.');
    utimesSync(index, time, time);
    scratch.write('extract.py', 'print(2)\n');
    utimesSync(file, time, time);
    expect((await snapshot(scratch))?.files).toEqual(['extract.py']);
  });

  test('does not look into ignored folders, nor through links, nor into repositories within', async () => {
    const scratch = committed();
    scratch.write('ignored/deep/a', '1');
    scratch.write('inner/b', '1');
    scratch.git('init', '--quiet', 'inner');
    symlinkSync('ignored', join(scratch.root, 'link'));
    const taken = await snapshot(scratch, ['ignored', 'inner', 'inner/b', 'link', 'link/deep/a']);
    expect(taken).toMatchObject({ files: ['link'], leftOut: ['ignored/'] });
  });

  test('leaves out untracked data that is too large', async () => {
    const scratch = committed();
    scratch.write('data/big.bin', Buffer.alloc(snapshotUntracked.bytes + 1));
    scratch.write('data/small.bin', 'small');
    const taken = await snapshot(scratch, ['data']);
    expect(taken).toMatchObject({ files: ['data/small.bin'], leftOut: ['data/big.bin'] });
  });

  test('is kept from being collected until it is dropped, and is never pushed', async () => {
    const scratch = committed();
    scratch.write('extract.py', 'print(2)\n');
    const taken = await snapshot(scratch);
    scratch.git('reflog', 'expire', '--expire=now', '--all');
    scratch.git('gc', '--quiet', '--prune=now');
    expect(scratch.git('cat-file', '-t', taken?.commit ?? '')).toBe('commit');
    expect(scratch.git('rev-parse', snapshotRef('r-test0000'))).toBe(taken?.commit);
    await dropSnapshot(await openRepository(scratch.place), 'r-test0000');
    scratch.git('gc', '--quiet', '--prune=now');
    expect(() => scratch.git('cat-file', '-t', taken?.commit ?? '')).toThrow();
    await dropSnapshot(await openRepository(scratch.place), 'r-test0000');
  });

  test.each(['merge', 'rebase'])('can be taken in the middle of a %s with conflicts', async (command) => {
    const scratch = committed();
    scratch.git('checkout', '--quiet', '-b', 'theirs');
    scratch.write('extract.py', 'theirs\n');
    scratch.commit();
    scratch.git('checkout', '--quiet', 'main');
    scratch.write('extract.py', 'ours\n');
    scratch.commit();
    expect(() => scratch.git(command, 'theirs')).toThrow();
    const before = scratch.git('status', '--porcelain');
    const taken = await snapshot(scratch);
    expect(scratch.git('show', `${taken?.commit}:extract.py`)).toBe(
      readFileSync(join(scratch.root, 'extract.py'), 'utf8').trimEnd(),
    );
    expect(scratch.git('status', '--porcelain')).toBe(before);
  });

  test('works in a linked working tree and on a detached head', async () => {
    const scratch = committed();
    const linked = scratchAt(join(scratchFolder(), 'linked'));
    scratch.git('worktree', 'add', '--quiet', '--detach', linked.root);
    linked.write('extract.py', 'linked\n');
    scratch.write('extract.py', 'main\n');
    const taken = await snapshot(linked);
    expect(scratch.git('show', `${taken?.commit}:extract.py`)).toBe('linked');
  });

  test('needs an index no more than git does', async () => {
    const scratch = committed();
    rmSync(join(scratch.root, '.git/index'));
    scratch.write('extract.py', 'print(2)\n');
    expect(filesOf(scratch, await snapshot(scratch))).toEqual(['.gitignore', 'extract.py', pipelineFile, 'removed.py']);
  });

  test('leaves no index behind, nor a file where git failed', async () => {
    const scratch = committed();
    scratch.write('extract.py', 'print(2)\n');
    await snapshot(scratch);
    expect(existsSync(join(scratch.root, '.git/segue/snapshot-n.index'))).toBe(false);
    await expect(snapshot(scratchRepository())).rejects.toMatchObject({ code: 'SG603' });
  });
});

test('changed files are read without writing to the repository', async () => {
  const scratch = committed();
  scratch.write('extract.py', 'print(2)\n');
  scratch.write('new.py', '1');
  const before = outsideOf(scratch);
  const changes = await changedFiles(await openRepository(scratch.place), { pipelineFile, paths: ['new.py'] });
  expect(changes).toEqual({ files: ['extract.py', 'new.py'], untracked: ['new.py'], leftOut: [] });
  expect(outsideOf(scratch)).toEqual(before);
  expect(existsSync(join(scratch.root, '.git/segue'))).toBe(false);
});

function committed(format: 'sha1' | 'sha256' = 'sha1'): ScratchRepository {
  const scratch = scratchRepository({ format });
  scratch.write('.gitignore', 'ignored/\n');
  scratch.write('extract.py', 'print(1)\n');
  scratch.write('removed.py', '');
  scratch.write(pipelineFile, 'tasks: {}\n');
  scratch.commit();
  return scratch;
}

async function snapshot(scratch: ScratchRepository, paths: readonly string[] = []): Promise<Snapshot | undefined> {
  return takeSnapshot(await openRepository(scratch.place), { run: 'r-test0000', pipelineFile, paths, nonce: 'n' });
}

function filesOf(scratch: ScratchRepository, taken: Snapshot | undefined): readonly string[] {
  return scratch.git('ls-tree', '-r', '--name-only', taken?.commit ?? 'none').split('\n');
}

function outsideOf(scratch: ScratchRepository): readonly string[] {
  const index = readFileSync(join(scratch.root, '.git/index')).toString('hex');
  return [
    index,
    scratch.git('rev-parse', 'HEAD'),
    scratch.git('reflog', '--all'),
    scratch.git('status', '--porcelain'),
  ];
}
