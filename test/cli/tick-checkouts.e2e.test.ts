import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { placeAt, placeWith, sharedRemoteOf } from '../support/cli-place.ts';
import { plainEnvironment, scratchFolder } from '../support/scratch-repository.ts';
import { clockAt } from '../support/set-clock.ts';

const daily = (run = 'echo done') =>
  `description: d\nowner: o\non: { schedule: [{ cron: "0 5 * * *" }] }\ntasks: { load: { run: "${run}", artifacts: none } }\n`;

test('only what is merged is ticked; a detached head that is, works', async () => {
  const clock = clockAt('2026-03-02T12:00:00Z');
  const place = sharedRemoteOf(placeWith({ daily: daily() })).clone({ clock });
  await place.segue('tick');
  place.git('checkout', '-q', '-b', 'feature');
  place.write('pipelines/daily.yml', daily('echo not merged'));
  place.commit();
  clock.set('2026-03-03T05:00:30Z');
  for (const args of [['tick'], ['tick', '--dry-run']]) {
    expect(await place.segue(...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('SG723') });
  }
  expect((await place.segue('tick', '--env', 'local')).code).toBe(0);
  place.git('checkout', '-q', '--detach', 'origin/main');
  const served = await place.segue('tick');
  expect([served.code, served.stdout]).toEqual([0, expect.stringContaining('✓ daily succeeded')]);
});

test('works at the commit, whatever lies in the working tree, and says where', async () => {
  const clock = clockAt('2026-03-02T12:00:00Z');
  const place = placeWith({ daily: daily('cat data.txt') }, { clock });
  place.write('data.txt', 'committed\n');
  place.commit();
  await place.segue('tick', '--env', 'local');
  clock.set('2026-03-03T05:00:30Z');
  place.write('data.txt', 'dirty\n');
  place.write('pipelines/daily.yml', daily('echo dirty'));
  const { code, stdout } = await place.segue('tick', '--env', 'local', '--json');
  expect(code).toBe(0);
  expect(stdout).toMatch(/"message":"[0-9a-f]{7} is not what is checked out here: working in /);
  expect(stdout).toContain('"line":"committed"');
});

test('a shallow clone of the newest commit works; one that is older starts nothing', async () => {
  const clock = clockAt('2026-03-02T12:00:00Z');
  const remote = sharedRemoteOf(placeWith({ daily: daily() }));
  const place = remote.clone({ clock });
  const shallow = (...args: string[]) => {
    const root = `${scratchFolder()}/shallow`;
    const url = `file://${remote.bare.root}`;
    execFileSync('git', ['clone', '-q', '--depth', '1', ...args, url, root], { env: plainEnvironment });
    return placeAt(root, { clock });
  };
  const old = shallow();
  await place.segue('tick');
  place.write('more.txt', 'more\n');
  place.commit();
  place.git('push', '-q', 'origin', 'main');
  clock.set('2026-03-03T05:00:30Z');
  expect((await place.segue('tick')).stdout).toContain('✓ daily succeeded');
  clock.set('2026-03-04T05:00:30Z');
  const late = await old.segue('tick');
  expect([late.code, late.stdout]).toEqual([0, expect.stringContaining('is newer than what is checked out here')]);
  const served = await shallow().segue('tick');
  expect([served.code, served.stdout]).toEqual([0, expect.stringContaining('✓ daily succeeded')]);
});

test('a clone without a remote keeps production to itself', async () => {
  const clock = clockAt('2026-03-02T12:00:00Z');
  const place = placeWith({ daily: daily() }, { clock });
  await place.segue('tick');
  clock.set('2026-03-03T05:00:30Z');
  const served = await place.segue('tick');
  expect([served.code, served.stdout]).toEqual([0, expect.stringContaining('✓ daily succeeded')]);
  expect(place.git('for-each-ref', '--format=%(refname)', 'refs/segue')).toMatch(
    /^refs\/segue\/production\/daily-\w+$/,
  );
});
