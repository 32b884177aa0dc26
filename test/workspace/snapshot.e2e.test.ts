import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Place, placeWith } from '../support/cli-place.ts';

const etl = `description: d
owner: o
tasks:
  make: { run: 'sh make.sh; cat input.csv', artifacts: none }
  use: { needs: make, run: 'sh use.sh' }
`;

/** Committed scripts, and changes to them that are not. */
async function changedPlace(): Promise<Place> {
  const place = placeWith({ etl });
  place.write('make.sh', 'echo committed\n');
  place.write('use.sh', 'exit 1\n');
  place.write('.gitignore', 'secret.env\n');
  place.commit();
  place.write('make.sh', 'echo changed\n');
  place.write('use.sh', 'echo "used: $(cat make.sh)"; exit 1\n');
  place.write('input.csv', 'untracked\n');
  place.write('notes.txt', 'named by nothing\n');
  place.write('secret.env', 'ignored\n');
  return place;
}

describe('a run on a changed working tree', () => {
  test('says so, and pins a snapshot that leaves the repository as it is', async () => {
    const place = await changedPlace();
    place.git('add', 'use.sh');
    const before = [
      place.git('status', '--porcelain=v2'),
      place.git('rev-parse', 'HEAD'),
      place.git('branch', '--all'),
    ];
    const run = await place.segue('run', 'etl');
    expect([run.code, run.stderr]).toEqual([1, '']);
    expect(run.stdout).toMatch(/not committed: .*make\.sh/);
    const document = await place.status();
    expect([document.snapshotOf, document.commit === document.snapshotOf]).toEqual([
      place.git('rev-parse', 'HEAD'),
      false,
    ]);
    expect(place.git('show', `${document.commit}:make.sh`)).toBe('echo changed');
    expect(place.git('ls-tree', '--name-only', document.commit).split('\n')).toEqual([
      '.gitignore',
      'input.csv',
      'make.sh',
      'pipelines',
      'use.sh',
    ]);
    const after = [place.git('status', '--porcelain=v2'), place.git('rev-parse', 'HEAD'), place.git('branch', '--all')];
    expect(after).toEqual(before);
    expect(place.git('for-each-ref', '--format=%(refname)', '--contains', document.commit)).toMatch(
      /^refs\/segue-local\//,
    );
  });

  test('is kept from gc, and goes on in a worktree once the changes are gone', async () => {
    const place = await changedPlace();
    await place.segue('run', 'etl', '--quiet');
    const { run, commit } = await place.status();
    place.git('checkout', '--quiet', '.');
    place.git('clean', '--quiet', '--force');
    place.git('reflog', 'expire', '--expire=now', '--all');
    place.git('gc', '--quiet', '--prune=now');
    const retry = await place.segue('retry', run, 'make', '--on', 'pinned');
    expect(retry.code).toBe(1);
    expect(retry.stdout).toContain(join('.git/segue/worktrees', run));
    expect(retry.stdout).toMatch(/\| changed[\s\S]*\| untracked[\s\S]*\| used: echo changed/);
    expect(await place.status()).toMatchObject({ commit, tasks: { make: { attempts: [{ commit }, { commit }] } } });
    expect(place.git('status', '--porcelain')).toBe('');
  });

  test('stays in the checkout as long as that is what was pinned', async () => {
    const place = await changedPlace();
    await place.segue('run', 'etl', '--quiet');
    const { run } = await place.status();
    const retry = await place.segue('retry', run, '--on', 'pinned');
    expect([retry.code, retry.stdout.includes('worktrees')]).toEqual([1, false]);
    expect(existsSync(join(place.root, '.git/segue/worktrees', run))).toBe(false);
    place.write('use.sh', 'exit 0\n');
    const changed = await place.segue('retry', run, '--on', 'pinned');
    expect([changed.code, changed.stdout.includes('worktrees')]).toEqual([1, true]);
    expect((await place.segue('retry', run)).code).toBe(0);
  });

  test('says which files a worktree cannot have', async () => {
    const place = placeWith({ etl: etl.replace('cat input.csv', 'cat secret.env') });
    place.write('make.sh', 'true\n');
    place.write('use.sh', 'exit 1\n');
    place.write('.gitignore', 'secret.env\n');
    place.commit();
    place.write('secret.env', 'ignored\n');
    await place.segue('run', 'etl', '--quiet');
    place.write('README.md', 'new\n');
    place.commit();
    const retry = await place.segue('retry', 'use', '--on', 'pinned');
    expect([retry.code, retry.stderr]).toEqual([1, '']);
    expect(retry.stdout).toMatch(/not there: .*secret\.env/);
  });

  test('that is other code by now keeps what undeclared files need, and says how to go on', async () => {
    const place = placeWith({ etl: etl.replace('cat input.csv', 'true').replace(', artifacts: none', '') });
    place.write('make.sh', 'true\n');
    place.write('use.sh', 'test -e go\n');
    place.commit();
    await place.segue('run', 'etl', '--quiet');
    const { run } = await place.status();
    place.write('use.sh', 'true\n');
    const refused = await place.segue('retry', run, '--on', 'pinned');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('SG716 make has left its files in this checkout');
    expect(refused.stderr).toContain('pinned to any more: use.sh has changed');
    expect(refused.stderr).toContain(`To go on with the new code: segue retry ${run}.`);
    place.git('checkout', '--quiet', '.');
    place.write('go', '');
    expect(await place.segue('retry', run, '--on', 'pinned')).toMatchObject({ code: 0, stderr: '' });
  });

  test('without changes pins HEAD itself, and makes no ref', async () => {
    const place = placeWith({ etl: etl.replace('sh make.sh; cat input.csv', 'true').replace('sh use.sh', 'true') });
    expect((await place.segue('run', 'etl', '--quiet')).code).toBe(0);
    const document = await place.status();
    expect([document.commit, document.snapshotOf]).toEqual([place.git('rev-parse', 'HEAD'), undefined]);
    expect(place.git('for-each-ref', 'refs/segue-local')).toBe('');
  });
});
