import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesAt } from '../../src/store/repository/files-at.ts';
import { openRepository } from '../../src/store/repository/repository.ts';
import { scratchRepository } from '../support/scratch-repository.ts';

describe.each(['sha1', 'sha256'] as const)('files at a commit (%s)', (format) => {
  test('as they were, whatever lies in the working tree: odd names, empty, binary, and no links', async () => {
    const scratch = scratchRepository({ format });
    const files = {
      'pipelines/a.yml': 'one\n',
      'pipelines/deep/er/b.yml': '',
      'pipelines/ends without a line break.yml': 'x',
      'pipelines/line\nbreak "quoted" \\ back.yml': 'odd\n',
      'pipelines/looks like a header.yml': `${'0'.repeat(40)} blob 3\nabc\n`,
      'pipelines/ñandú 🦤.yml': 'ñ\n',
      'pipelines/tab\tname.yml': 'tab\n',
    };
    for (const [file, text] of Object.entries(files)) scratch.write(file, text);
    scratch.write('pipelines/binary.yml', Buffer.from([0, 10, 255, 13, 10, 0]));
    scratch.write('pipelines/script.sh', 'exit\n', 0o755);
    scratch.write('elsewhere.yml', 'no\n');
    symlinkSync('a.yml', join(scratch.root, 'pipelines/link.yml'));
    symlinkSync('..', join(scratch.root, 'pipelines/loop'));
    const commit = scratch.commit();
    scratch.write('pipelines/a.yml', 'changed\n');
    scratch.write('pipelines/new.yml', 'new\n');
    const found = await filesAt(await openRepository(scratch.place), commit, ['pipelines']);
    const texts = Object.fromEntries(found.map(({ file, content }) => [file, content.toString()]));
    expect(texts).toMatchObject({ ...files, 'pipelines/script.sh': 'exit\n' });
    expect(found.find(({ file }) => file === 'pipelines/binary.yml')?.content).toEqual(
      Buffer.from([0, 10, 255, 13, 10, 0]),
    );
    expect(found.map(({ file }) => file)).toEqual(
      [...Object.keys(files), 'pipelines/binary.yml', 'pipelines/script.sh'].toSorted(),
    );
  });

  test('none where there are none, and one that is asked for by name', async () => {
    const scratch = scratchRepository({ format });
    scratch.write('.github/segue.yml', 'pipelines: flows\n');
    scratch.write('.github/segue.yml.bak', 'no\n');
    const commit = scratch.commit();
    const repository = await openRepository(scratch.place);
    expect(await filesAt(repository, commit, ['pipelines'])).toEqual([]);
    const found = await filesAt(repository, commit, ['.github/segue.yml', 'gone.yml']);
    expect(found.map(({ file }) => file)).toEqual(['.github/segue.yml']);
  });
});

test('paths are names, not patterns', async () => {
  const scratch = scratchRepository();
  scratch.write('flows[1]/a.yml', 'one\n');
  scratch.write('flows1/b.yml', 'two\n');
  const commit = scratch.commit();
  const found = await filesAt(await openRepository(scratch.place), commit, ['flows[1]']);
  expect(found.map(({ file }) => file)).toEqual(['flows[1]/a.yml']);
});

test('asked from below the root, paths are from the root all the same', async () => {
  const scratch = scratchRepository();
  scratch.write('pipelines/a.yml', 'one\n');
  scratch.write('sub/pipelines/b.yml', 'two\n');
  const commit = scratch.commit();
  const below = await openRepository({ ...scratch.place, directory: join(scratch.root, 'sub') });
  const found = await filesAt(below, commit, ['pipelines']);
  expect(found.map(({ file }) => file)).toEqual(['pipelines/a.yml']);
});

test('a commit that is not there is a problem', async () => {
  const repository = await openRepository(scratchRepository().place);
  await expect(filesAt(repository, 'c'.repeat(40), ['pipelines'])).rejects.toMatchObject({ name: 'Problem' });
});
