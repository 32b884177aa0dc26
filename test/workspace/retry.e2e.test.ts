import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { attemptsOf, type Place, placeWith, statesOf } from '../support/cli-place.ts';

const etl = `description: d
owner: o
tasks:
  list: { run: 'echo "items=[1,2,3]" >> "$SEGUE_OUTPUT"', artifacts: none }
  each: { needs: list, foreach: '\${{ fromJSON(needs.list.outputs.items) }}', run: 'test "$SEGUE_ITEM" != 2 || test -f mended', artifacts: none }
  extract: { run: 'echo old > extracted', artifacts: [extracted] }
  load: { needs: extract, run: 'test -f mended && cat extracted > loaded' }
  publish: { needs: [load, each], run: 'echo published' }
`;

/** A run in which \`load\` and one instance of \`each\` have failed. */
async function failedRun(): Promise<{ place: Place; run: string }> {
  const place = placeWith({ etl });
  place.write('.gitignore', 'mended\nextracted\nloaded\n');
  place.commit();
  const run = await place.segue('run', 'etl', '--quiet');
  expect(run).toMatchObject({ code: 1, stderr: '' });
  return { place, run: (await place.status()).run };
}

const once = { list: 1, each: 0, 'each[0]': 1, 'each[1]': 1, 'each[2]': 1, extract: 1, load: 1, publish: 0 };

describe('a retry', () => {
  test('runs what did not succeed and what waits for it, as new attempts of the same run', async () => {
    const { place, run } = await failedRun();
    expect((await place.segue('retry', '--quiet')).code).toBe(1);
    expect(attemptsOf(await place.status())).toEqual({ ...once, 'each[1]': 2, load: 2 });
    place.write('mended', '');
    expect(await place.segue('retry', run)).toMatchObject({ code: 0, stderr: '' });
    const document = await place.status();
    expect(document).toMatchObject({ run, state: 'success', actions: [{ kind: 'retry' }, { kind: 'retry' }] });
    expect(attemptsOf(document)).toEqual({ ...once, 'each[1]': 3, load: 3, publish: 1 });
    expect(document.tasks.load?.attempts.map(({ state }) => state)).toEqual(['failed', 'failed', 'success']);
    expect(await place.segue('retry', run)).toMatchObject({ code: 2, stderr: expect.stringContaining('SG714') });
  });

  test('takes the newest code, keeps successes, and lists those whose definition has changed', async () => {
    const { place } = await failedRun();
    place.write('pipelines/etl.yml', etl.replace('echo old', 'echo new').replaceAll('test -f mended', 'true'));
    const commit = place.commit();
    const retry = await place.segue('retry');
    expect(retry).toMatchObject({ code: 0, stderr: '' });
    expect(retry.stdout).toMatch(/definition has changed.*extract/i);
    expect(retry.stdout).not.toMatch(/definition has changed.*list/i);
    const document = await place.status();
    expect(attemptsOf(document)).toMatchObject({ extract: 1, load: 2 });
    expect(document.tasks.load?.attempts.map((each) => each.commit === commit)).toEqual([false, true]);
    expect(place.git('hash-object', 'loaded')).toBe(place.git('hash-object', 'extracted'));
  });

  test('runs named tasks in any state with what follows from them, or them alone', async () => {
    const { place, run } = await failedRun();
    place.write('mended', '');
    expect((await place.segue('retry', run, 'extract')).code).toBe(1);
    const first = { ...once, extract: 2, load: 2 };
    expect(attemptsOf(await place.status())).toEqual(first);
    expect((await place.segue('retry', run, 'each[1]', '--only', '--quiet')).code).toBe(1);
    expect(attemptsOf(await place.status())).toEqual({ ...first, 'each[1]': 2 });
    expect((await place.segue('retry', run, 'publish')).code).toBe(0);
    expect((await place.segue('retry', run, 'extract', '--only')).code).toBe(0);
    const document = await place.status();
    expect(attemptsOf(document)).toEqual({ ...first, 'each[1]': 2, publish: 1, extract: 3 });
    expect(document.actions.map(({ tasks }) => tasks)).toEqual([['extract'], ['each[1]'], ['publish'], ['extract']]);
  });

  test('on the pinned code works in a worktree if something else is checked out', async () => {
    const { place, run } = await failedRun();
    place.write('pipelines/etl.yml', etl.replace('test -f mended && cat', 'cat'));
    place.commit();
    const files = place.git('status', '--porcelain', '--ignored');
    const retry = await place.segue('retry', run, '--on', 'pinned');
    const worktree = join(place.root, '.git/segue/worktrees', run);
    expect(retry.stdout).toContain(worktree);
    expect(retry.code).toBe(1);
    expect(place.git('status', '--porcelain', '--ignored')).toBe(files);
    expect(existsSync(join(worktree, 'extracted'))).toBe(true);
    const document = await place.status();
    expect(document.tasks.load?.attempts.map(({ state }) => state)).toEqual(['failed', 'failed']);
    expect(new Set(document.tasks.load?.attempts.map(({ commit }) => commit)).size).toBe(1);
    expect((await place.segue('retry', run, 'load', '--only')).code).toBe(1);
    expect((await place.status()).tasks.load?.state).toBe('success');
  });

  test('runs tasks that the newest code has added; without its file only the pinned code is left', async () => {
    const { place, run } = await failedRun();
    place.write('mended', '');
    place.write('pipelines/etl.yml', `${etl}  report: { needs: publish, run: echo new }\n`);
    place.commit();
    expect((await place.segue('retry')).code).toBe(0);
    expect(statesOf(await place.status())).toMatchObject({ publish: 'success', report: 'success' });
    rmSync(join(place.root, 'pipelines/etl.yml'));
    const gone = await place.segue('retry', run, 'extract');
    expect(gone).toMatchObject({ code: 2, stderr: expect.stringMatching(/SG717[\s\S]*--on pinned/) });
  });

  test.each([
    [['nowhere'], 'SG703'],
    [['laod'], 'Did you mean load?'],
    [['each[9]'], 'SG703'],
  ])('is refused for %j, and nothing is recorded', async (tasks, words) => {
    const { place, run } = await failedRun();
    const refused = await place.segue('retry', run, ...tasks);
    expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(words) });
    expect(await place.status()).toMatchObject({ state: 'failed', actions: [] });
  });
});

test('who retries or marks is who git says; without an identity it is the account', async () => {
  const { place, run } = await failedRun();
  await place.segue('retry', run, '--quiet');
  const [account] = (await place.status()).actions.map(({ by }) => by);
  place.git('config', 'user.name', 'Ana Diaz');
  place.git('config', 'user.email', 'ana@example.org');
  await place.segue('retry', run, '--quiet');
  await place.segue('mark', run, 'load', 'success', '--reason', 'by hand');
  const { actions } = await place.status();
  expect(account).toMatch(/./);
  expect(account).not.toContain('Ana');
  expect(actions.map(({ kind, by }) => [kind, by])).toEqual([
    ['retry', account],
    ['retry', 'Ana Diaz <ana@example.org>'],
    ['mark', 'Ana Diaz <ana@example.org>'],
  ]);
});

describe('a mark', () => {
  test('lets what waited go on, and is kept with author and reason', async () => {
    const { place, run } = await failedRun();
    const marked = await place.segue('mark', run, 'load', 'success', '--reason', 'loaded by hand');
    expect(marked).toMatchObject({ code: 0, stderr: '' });
    place.write('mended', '');
    expect((await place.segue('retry', run)).code).toBe(0);
    const document = await place.status();
    expect(document.state).toBe('success');
    expect(attemptsOf(document)).toEqual({ ...once, 'each[1]': 2, publish: 1 });
    expect(document.tasks.load).toMatchObject({
      state: 'success',
      mark: { state: 'success', by: expect.stringMatching(/./), reason: 'loaded by hand' },
      attempts: [{ state: 'failed' }],
    });
    expect(document.actions).toMatchObject([{ kind: 'mark', tasks: ['load'] }, { kind: 'retry' }]);
  });

  test('of the instance that had failed lets what waited for all of them go on', async () => {
    const { place, run } = await failedRun();
    await place.segue('mark', run, 'load', 'success', '--reason', 'loaded by hand');
    await place.segue('mark', run, 'each[1]', 'success', '--reason', 'sent by mail');
    expect(statesOf(await place.status())).toMatchObject({ each: 'success', 'each[1]': 'success' });
    expect((await place.segue('retry', run)).code).toBe(0);
    const document = await place.status();
    expect(document.state).toBe('success');
    expect(attemptsOf(document)).toEqual({ ...once, publish: 1 });
  });

  test('of all instances together stands, whatever they are', async () => {
    const { place, run } = await failedRun();
    await place.segue('mark', run, 'load', 'success', '--reason', 'loaded by hand');
    await place.segue('mark', run, 'each', 'skipped', '--reason', 'not today');
    expect((await place.segue('retry', run)).code).toBe(0);
    const document = await place.status();
    expect(statesOf(document)).toMatchObject({ each: 'skipped', 'each[1]': 'failed', publish: 'skipped' });
    expect(attemptsOf(document)).toEqual(once);
  });

  test.each([
    [['load', 'success', '--reason', ' '], 'SG720'],
    [['laod', 'success', '--reason', 'r'], 'Did you mean load?'],
    [['load', 'failed', '--reason', 'r'], 'success, skipped'],
    [['load', 'success'], '--reason'],
  ])('is refused for %j', async (words, message) => {
    const { place, run } = await failedRun();
    const refused = await place.segue('mark', run, ...words);
    expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
    expect(await place.status()).toMatchObject({ actions: [] });
  });
});
