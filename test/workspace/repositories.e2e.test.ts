import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Place, placeAt, placeWith, sharedRemoteOf } from '../support/cli-place.ts';
import { plainEnvironment, scratchFolder, scratchRepository } from '../support/scratch-repository.ts';

/** Fails before there is a file `mended`, so that a run takes its whole way: run, failure, retry. */
const etl = `description: d
owner: o
tasks:
  make: { run: 'mkdir -p out && echo "$SEGUE_TASK" > out/made', artifacts: [out/made] }
  use: { needs: make, run: 'test -f mended || { echo broken >&2; exit 1; }; cat out/made' }
`;

/** Runs, fails, shows, retries: each command as it should, with nothing on standard error. */
async function worksAt(place: Place, id = 'etl'): Promise<void> {
  const clean = { stderr: '' };
  expect(await place.segue('run', id)).toMatchObject({ code: 1, ...clean });
  expect(await place.segue('logs', '--json')).toMatchObject({ code: 0, ...clean });
  place.write('mended', '');
  expect(await place.segue('retry')).toMatchObject({ code: 0, ...clean });
  expect(await place.status()).toMatchObject({ pipeline: id, state: 'success', tasks: { make: { attempts: [{}] } } });
  expect(await place.segue('state', 'fsck')).toMatchObject({ code: 0, ...clean });
}

/** Every command that works in a repository refuses in the same way: a code, a reason, what to do, and no stack. */
async function refusedAt(place: Place, code: string, words: string): Promise<void> {
  for (const command of [['run', 'etl'], ['status'], ['resume'], ['list'], ['validate']]) {
    const answer = await place.segue(...command);
    expect([command, answer]).toEqual([command, { code: expect.any(Number), stdout: '', stderr: expect.any(String) }]);
    expect([1, 2]).toContain(answer.code);
    expect(answer.stderr).toContain(code);
    expect(answer.stderr).toMatch(new RegExp(`${words}[\\s\\S]*help: \\S`, 'i'));
    expect(answer.stderr).not.toMatch(/^ +at /m);
  }
}

describe('works', () => {
  test('with a detached head', async () => {
    const place = placeWith({ etl });
    place.git('checkout', '--quiet', '--detach');
    await worksAt(place);
  });

  test('in a linked worktree, whose runs the main one sees too', async () => {
    const place = placeWith({ etl });
    const linked = join(scratchFolder(), 'linked tree');
    place.git('worktree', 'add', '--quiet', '--detach', linked);
    await worksAt(placeAt(linked));
    expect(await place.status()).toMatchObject({ state: 'success' });
  });

  test('in a shallow clone', async () => {
    const { bare } = sharedRemoteOf(placeWith({ etl }));
    const clone = join(scratchFolder(), 'clone');
    const args = ['clone', '--quiet', '--depth=1', `file://${bare.root}`, clone];
    execFileSync('git', args, { env: plainEnvironment });
    await worksAt(placeAt(clone));
  });

  test('in the middle of a rebase, which stays as it is', async () => {
    const place = placeWith({ etl });
    place.git('checkout', '--quiet', '-b', 'side');
    place.write('README.md', 'side\n');
    place.commit();
    place.git('checkout', '--quiet', 'main');
    place.write('README.md', 'main\n');
    place.commit();
    expect(() => place.git('rebase', 'side')).toThrow('could not apply');
    const before = place.git('status', '--porcelain=v2');
    const run = await place.segue('run', 'etl');
    expect([run.code, run.stdout, run.stderr]).toEqual([1, expect.stringContaining('A rebase is in progress'), '']);
    expect(place.git('status', '--porcelain=v2').replace('\n? out/', '')).toBe(before);
  });

  test('in a SHA-256 repository', async () => {
    const repository = scratchRepository({ format: 'sha256' });
    repository.write('pipelines/etl.yml', etl);
    repository.commit();
    await worksAt(placeAt(repository.root));
    expect((await placeAt(repository.root).status()).commit).toHaveLength(64);
  });

  test('in a path with spaces and letters of any script, from a folder inside', async () => {
    const repository = scratchRepository({ name: "Ana's données 数据" });
    repository.write('pipelines/etl.yml', etl);
    repository.write('mended', '');
    repository.commit();
    const inside = placeAt(join(repository.root, 'pipelines'));
    expect(await inside.segue('run', 'etl.yml')).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(join(repository.root, 'out/made'), 'utf8')).toBe('make\n');
  });

  test('for pipelines named `a` and `a/b`, and for long names and ones in any script', async () => {
    const ids = ['a', 'a/b', 'données/täglich-数据', `${'very-'.repeat(30)}long`];
    const place = placeWith(Object.fromEntries(ids.map((id) => [id, etl])));
    place.write('mended', '');
    for (const id of ids) expect([id, await place.segue('run', id)]).toMatchObject([id, { code: 0, stderr: '' }]);
    const listed = await place.json<{ pipeline: string }[]>('status', '--all');
    expect(listed.map(({ pipeline }) => pipeline)).toEqual([...ids].reverse());
    for (const id of ids) expect(await place.status(id)).toMatchObject({ pipeline: id, state: 'success' });
  });
});

describe('is refused with a reason', () => {
  test('outside of a repository', () => refusedAt(placeAt(scratchFolder()), 'SG602', 'not in a Git repository'));

  test('in a folder that is gone', () => refusedAt(placeAt('/nonexistent/folder'), 'SG602', 'not exist'));

  test('without git', async () => {
    const place = placeWith({ etl });
    await refusedAt(placeAt(place.root, { variables: { PATH: '/nonexistent' } }), 'SG601', 'git');
  });

  test('in a bare repository, and inside of .git', async () => {
    const place = placeWith({ etl });
    await refusedAt(placeAt(sharedRemoteOf(place).bare.root), 'SG651', 'bare');
    await refusedAt(placeAt(join(place.root, '.git')), 'SG651', 'inside');
  });

  test('a run in a repository without a commit; what needs none works', async () => {
    const repository = scratchRepository();
    repository.write('pipelines/etl.yml', etl);
    const place = placeAt(repository.root);
    const run = await place.segue('run', 'etl');
    expect(run).toMatchObject({ code: expect.any(Number), stdout: '', stderr: expect.stringContaining('SG603') });
    expect(run.stderr).toMatch(/no commit[\s\S]*help: /);
    expect(existsSync(join(place.root, 'out'))).toBe(false);
    expect((await place.segue('validate')).code).toBe(0);
    expect((await place.segue('status')).stderr).toContain('SG709');
  });

  test('a path with a line break', async () => {
    const root = join(scratchFolder(), 'a\nb');
    mkdirSync(root);
    execFileSync('git', ['init', '--quiet'], { cwd: root, env: plainEnvironment });
    await refusedAt(placeAt(root), 'SG652', 'line break');
  });
});
