import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunDocument } from '../../src/run/document.ts';
import { type Place, placeWith, type SharedRemote, sharedRemoteOf } from '../support/cli-place.ts';
import { clockAt } from '../support/set-clock.ts';

const daily = (run: string) =>
  `description: d\nowner: o\non: { schedule: [{ cron: "0 5 * * *" }] }\ntasks: { load: { run: "${run}", artifacts: none } }\n`;

/** A server's clone that has ticked once, and a change that was merged elsewhere since; `daily` is due. */
async function merged(text = daily('echo new; cat data')) {
  const clock = clockAt('2026-03-02T12:00:00Z');
  const place = placeWith({ daily: daily('echo old') });
  place.write('.gitignore', 'ignored\nout\ngo\n');
  place.write('data', 'old\n');
  place.commit();
  const remote = sharedRemoteOf(place);
  const [server, author] = [remote.clone({ clock }), remote.clone()];
  await server.segue('tick');
  author.write('pipelines/daily.yml', text);
  author.write('data', 'new\n');
  author.write('fresh', 'new\n');
  author.commit();
  author.git('push', '-q', 'origin', 'main');
  clock.set('2026-03-03T05:00:30Z');
  return { clock, remote, server, author, newest: author.git('rev-parse', 'HEAD') };
}

async function pulled(server: Place) {
  const { code, stdout, stderr } = await server.segue('tick', '--pull', '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const events = stdout.trimEnd().split('\n');
  const told: { event: string; why?: string; commit?: string; line?: string }[] = events.map((line) =>
    JSON.parse(line),
  );
  return {
    stays: told.find(({ event }) => event === 'checkout-stays')?.why,
    commit: told.find(({ event }) => event === 'tick-started')?.commit,
    printed: told.flatMap(({ event, line }) => (event === 'task-output' ? [line] : [])),
  };
}

const workedIn = async (place: Place) =>
  (await place.json<RunDocument>('status', '--env', 'production')).tasks.load?.attempts[0]?.host;

test('without --pull the checkout is worked at; with it what was merged, and a clean checkout follows', async () => {
  const { clock, server, newest } = await merged();
  const old = server.git('rev-parse', 'HEAD');
  expect((await server.segue('tick', '--json')).stdout).toContain('"line":"old"');
  expect(server.git('rev-parse', 'HEAD')).toBe(old);
  clock.set('2026-03-04T05:00:30Z');
  server.write('ignored', 'kept');
  expect(await pulled(server)).toEqual({ stays: undefined, commit: newest, printed: ['new', 'new'] });
  expect([server.git('rev-parse', 'HEAD'), server.git('status', '--porcelain', '--branch')]).toEqual([
    newest,
    '## main...origin/main',
  ]);
  expect(await workedIn(server)).not.toContain('#');
  expect(existsSync(join(server.root, 'ignored'))).toBe(true);
});

test.each<[string, (server: Place) => void, string]>([
  ['has changes', (server) => server.write('data', 'mine\n'), 'tracked files have changes'],
  [
    'has commits of its own',
    (server) => {
      server.write('more', 'mine\n');
      server.commit();
    },
    'it has commits that are not in main',
  ],
  ['is on another branch', (server) => server.git('checkout', '-q', '-b', 'mine'), 'it is not on the branch main'],
  ['is on no branch', (server) => server.git('checkout', '-q', '--detach'), 'it is not on the branch main'],
  [
    'has an untracked file where one comes',
    (server) => server.write('fresh', 'mine\n'),
    'git says: error: The following untracked working tree files would be overwritten by merge:',
  ],
])('a checkout that %s stays as it is: the run works in a worktree of what was merged', async (_, change, why) => {
  const { server, newest } = await merged();
  change(server);
  const look = () => [server.git('rev-parse', 'HEAD'), server.git('branch'), server.git('status', '--porcelain')];
  const before = look();
  expect(await pulled(server)).toEqual({ stays: why, commit: newest, printed: ['new', 'new'] });
  expect(look()).toEqual(before);
  expect(await workedIn(server)).toMatch(/#r-/);
});

/** Runs until there is a file `go`, and then prints what lies in its checkout. */
const slow =
  'description: d\nowner: o\ntasks: { wait: { run: "echo $PWD >> out; until [ -e go ]; do sleep 0.05; done; cat data > out" } }\n';

test('a checkout in which a run works stays until that has ended', async () => {
  const { clock, server, newest } = await merged();
  server.write('pipelines/slow.yml', slow);
  const going = server.start('run', 'slow');
  await going.told(({ event }) => event === 'task-started');
  expect(await pulled(server)).toEqual({ stays: 'a run works in it', commit: newest, printed: ['new', 'new'] });
  server.write('go', '');
  expect((await going.ended).code).toBe(0);
  expect(readFileSync(join(server.root, 'out'), 'utf8')).toBe('old\n');
  clock.set('2026-03-04T05:00:30Z');
  expect(await pulled(server)).toEqual({ stays: undefined, commit: newest, printed: ['new', 'new'] });
});

test('a default branch of another name is followed, and one that cannot be reached is said', async () => {
  const { remote, server, author, newest } = await merged();
  rename(remote, server);
  author.git('push', '-q', 'origin', 'main:trunk');
  expect(await pulled(server)).toMatchObject({ stays: undefined, commit: newest });
  server.git('remote', 'set-url', 'origin', '/nowhere');
  const { code, stderr } = await server.segue('tick', '--pull');
  expect([code, stderr]).toEqual([1, expect.stringContaining('SG609')]);
});

function rename({ bare }: SharedRemote, server: Place): void {
  bare.git('branch', '-m', 'main', 'trunk');
  bare.git('reset', '--soft', 'trunk~1');
  server.git('branch', '-q', '-m', 'main', 'trunk');
  server.git('remote', 'set-head', 'origin', '-d');
  server.git('fetch', '-q', '--prune', 'origin');
  server.git('remote', 'set-head', 'origin', '--auto');
}

test('--loop pulls, unless it is told not to', async () => {
  const { server, newest, author } = await merged();
  const old = server.git('rev-parse', 'HEAD');
  for (const [args, commit] of [
    [['--no-pull'], old],
    [[], newest],
  ] as const) {
    const loop = server.start('tick', '--loop', ...args);
    const events = await loop.told((event) => (event.event as string) === 'tick-finished');
    loop.kill('SIGTERM');
    expect((await loop.ended).code).toBe(130);
    expect(events.find((event) => (event.event as string) === 'tick-started')).toMatchObject({ commit });
  }
  expect(author.git('rev-parse', 'HEAD')).toBe(newest);
});
