import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { CatFile } from '../../src/store/git/git-cat-file.ts';
import { type ScratchRepository, scratchRepository } from '../support/scratch-repository.ts';

function open(repository: ScratchRepository): CatFile {
  const catFile = new CatFile({ ...repository.place, gitDir: join(repository.root, '.git') });
  onTestFinished(() => catFile.close());
  return catFile;
}

function blobOf(repository: ScratchRepository, content: string): string {
  repository.write('blob', content);
  return repository.git('hash-object', '-w', 'blob');
}

test('answers many questions at once, each with its own object', async () => {
  const repository = scratchRepository();
  const contents = ['', 'a', 'two\nlines\n', 'ü'.repeat(10), 'x'.repeat(300_000), `${'0'.repeat(40)} blob 3\nabc`];
  const ids = contents.map((content) => blobOf(repository, content));
  const catFile = open(repository);
  const asked = ['refs/heads/none', ...ids, '0'.repeat(40), ...ids];
  const answers = await Promise.all(asked.map((name) => catFile.read(name)));
  expect(answers.map((object) => object?.body.toString())).toEqual([undefined, ...contents, undefined, ...contents]);
});

test('sees refs and objects that come later', async () => {
  const repository = scratchRepository();
  const catFile = open(repository);
  expect(await catFile.read('refs/heads/main')).toBeUndefined();
  const first = repository.commit();
  expect((await catFile.read('refs/heads/main'))?.id).toBe(first);
  const second = repository.commit();
  expect(await catFile.read('refs/heads/main')).toMatchObject({ id: second, type: 'commit' });
});

test('refuses an object that is too large, and goes on', async () => {
  const repository = scratchRepository();
  const small = blobOf(repository, 'small');
  const large = blobOf(repository, 'x'.repeat(64 * 1024 * 1024 + 1));
  const catFile = open(repository);
  await expect(catFile.read(large)).rejects.toMatchObject({ code: 'SG607' });
  expect((await catFile.read(small))?.body.toString()).toBe('small');
});

test('works again after it was closed, also if it was warm and never asked', async () => {
  const repository = scratchRepository();
  const id = blobOf(repository, 'x');
  const catFile = open(repository);
  catFile.warm();
  catFile.close();
  expect((await catFile.read(id))?.body.toString()).toBe('x');
});

test('tells whoever waits when git does not work there', async () => {
  const repository = scratchRepository();
  const catFile = new CatFile({ ...repository.place, gitDir: join(repository.root, 'elsewhere') });
  await expect(catFile.read('refs/heads/main')).rejects.toMatchObject({ code: 'SG602' });
});

test('does not keep a process alive that forgets to close it, but lets a read finish', async () => {
  const repository = scratchRepository();
  const id = blobOf(repository, 'the content');
  const script = `
    import { CatFile } from ${JSON.stringify(join(import.meta.dirname, '../../src/store/git/git-cat-file.ts'))};
    const place = { directory: ${JSON.stringify(repository.root)}, environment: process.env };
    const catFile = new CatFile(place);
    catFile.warm();
    process.stdout.write((await catFile.read('${id}')).body);
  `;
  const args = ['--input-type=module', '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 });
  expect(stdout).toBe('the content');
});
