import { expect, test } from 'vitest';
import type { Desk, Job } from '../../src/bot/job.ts';
import { LookAround } from '../../src/bot/look-around.ts';
import { GithubClient } from '../../src/github/client.ts';
import { ManualClock } from '../support/manual-clock.ts';

const app = { slug: 'segue-pipelines', login: 'segue-pipelines[bot]', permissions: {}, events: [] };
const clock = new ManualClock('2026-11-21T12:00:00Z');

/** GitHub in a few lines: repositories by installation, open pull requests with their heads, and heads that are done. */
function world() {
  const repositories: Record<number, string[]> = { 1: ['data', 'etl'], 2: ['ml'] };
  const pulls: Record<string, Record<number, string>> = { data: { 7: 'aaa', 8: 'bbb' }, etl: {}, ml: { 3: 'ccc' } };
  const done = new Set<string>();
  const broken = new Set<string>();
  const bases: Record<string, string> = {};
  const busy = new Set<string>();
  const asked: string[] = [];
  let room = 100;
  let over = false;
  const offered: string[] = [];
  const answer = (installation: number, path: string): object => {
    const [, repo = '', sha = ''] = /^\/repos\/acme\/(\w+)\/(?:pulls|commits\/(\w+)\/check-runs)$/.exec(path) ?? [];
    if (path === '/installation/repositories') {
      const named = (repositories[installation] ?? []).map((name) => ({
        name,
        owner: { login: 'acme' },
        default_branch: 'main',
        archived: name === 'old',
        disabled: false,
      }));
      return { total_count: named.length, repositories: named };
    }
    if (sha === '')
      return Object.entries(pulls[repo] ?? {}).map(([number, head]) => ({
        number: Number(number),
        head: { sha: head },
        base: { ref: bases[head] ?? 'main' },
      }));
    const number = Object.entries(pulls[repo] ?? {}).find(([, head]) => head === sha)?.[0];
    const check = { app: { slug: app.slug }, external_id: `pull/${number}`, conclusion: 'success' };
    return { total_count: 1, check_runs: done.has(sha) ? [check] : [] };
  };
  const clientOf = (installation: number, name: string) =>
    new GithubClient({
      token: 'some',
      repository: `acme/${name}`,
      version: '1.2.3',
      clock,
      fetch: async (input) => {
        const { pathname } = new URL(String(input));
        asked.push(pathname);
        if ([...broken].some((part) => pathname.includes(part)))
          return Response.json({ message: 'Not Found' }, { status: 404 });
        return Object.defineProperty(Response.json(answer(installation, pathname)), 'url', { value: String(input) });
      },
    });
  const looks = new LookAround({
    access: { installations: async () => Object.keys(repositories).map(Number) },
    desks: {
      at: (at) => ({ at, client: clientOf(at.installation, at.name) }) as unknown as Desk,
      ofInstallation: (installation) => clientOf(installation, ''),
    },
    check: { name: 'segue / pipelines', keyOf: (pull) => `pull/${pull}` },
    isBusy: (key) => busy.has(key),
    isOver: () => over,
    offer: (job: Job) => {
      if (room === 0) return 'full';
      room -= 1;
      offered.push(job.key);
      return 'queued';
    },
  });
  const look = async () => {
    offered.length = 0;
    asked.length = 0;
    const { repositories: found, queued, unseen } = await looks.look(app);
    expect(queued).toBe(offered.length);
    return { found: found.map(({ name }) => name), offered: [...offered], unseen };
  };
  const end = () => {
    over = true;
  };
  return {
    look,
    looks,
    end,
    repositories,
    pulls,
    bases,
    done,
    broken,
    busy,
    asked,
    hasRoom: (jobs: number) => (room = jobs),
  };
}

test('it finds what has no check of its own on its newest commit, and asks no second time for what has one', async () => {
  const { look, done, pulls, asked } = world();
  done.add('bbb');
  expect(await look()).toEqual({ found: ['data', 'etl', 'ml'], offered: ['acme/data#7', 'acme/ml#3'], unseen: [] });
  for (const head of ['aaa', 'ccc']) done.add(head);
  expect((await look()).offered).toEqual([]);
  expect((await look()).offered).toEqual([]);
  expect(asked.filter((path) => path.includes('check-runs'))).toEqual([]);
  pulls.data = { 7: 'ddd', 8: 'bbb' };
  expect((await look()).offered).toEqual(['acme/data#7']);
});

test('what is on its way needs no second one', async () => {
  const { look, busy } = world();
  busy.add('acme/data#7');
  expect((await look()).offered).toEqual(['acme/data#8', 'acme/ml#3']);
});

test('what cannot be seen does not hide the rest, and is said', async () => {
  const { look, broken } = world();
  broken.add('/acme/data/');
  expect(await look()).toEqual({
    found: ['data', 'etl', 'ml'],
    offered: ['acme/ml#3'],
    unseen: ['acme/data: Not Found'],
  });
});

test('an installation that cannot be listed for once keeps its repositories, one that is gone does not', async () => {
  const { look, broken, repositories } = world();
  await look();
  broken.add('/installation/repositories');
  expect(await look()).toEqual({
    found: ['data', 'etl', 'ml'],
    offered: [],
    unseen: ['installation 1: Not Found', 'installation 2: Not Found'],
  });
  delete repositories[2];
  expect((await look()).found).toEqual(['data', 'etl']);
});

test('a queue that is full is filled the next time', async () => {
  const { look, hasRoom, done } = world();
  hasRoom(1);
  expect((await look()).offered).toEqual(['acme/data#7']);
  done.add('aaa');
  hasRoom(1);
  expect((await look()).offered).toEqual(['acme/data#8']);
  done.add('bbb');
  hasRoom(1);
  expect((await look()).offered).toEqual(['acme/ml#3']);
});

test('archived repositories are left alone', async () => {
  const { look, repositories } = world();
  repositories[2] = ['old'];
  expect((await look()).found).toEqual(['data', 'etl']);
});

test('what was given up is owed, though its check is there', async () => {
  const { look, looks, done } = world();
  for (const head of ['aaa', 'bbb', 'ccc']) done.add(head);
  expect((await look()).offered).toEqual([]);
  looks.reviewed('acme/data#7', true);
  expect((await look()).offered).toEqual(['acme/data#7']);
  looks.reviewed('acme/data#7', false);
  expect((await look()).offered).toEqual([]);
});

test('it ends where it is told to', async () => {
  const { look, end } = world();
  end();
  expect(await look()).toEqual({ found: [], offered: [], unseen: ['it had to end'] });
});

test('it finds that a reviewed one is to go to another branch now, until it is reviewed again', async () => {
  const { look, looks, done, bases, asked, hasRoom } = world();
  for (const head of ['aaa', 'bbb', 'ccc']) done.add(head);
  expect((await look()).offered).toEqual([]);
  bases.aaa = 'release';
  hasRoom(0);
  expect((await look()).offered).toEqual([]);
  hasRoom(100);
  expect((await look()).offered).toEqual(['acme/data#7']);
  looks.reviewed('acme/data#7', true);
  expect((await look()).offered).toEqual(['acme/data#7']);
  looks.reviewed('acme/data#7', false);
  expect((await look()).offered).toEqual([]);
  expect((await look()).offered).toEqual([]);
  expect(asked.filter((path) => path.includes('check-runs'))).toEqual([]);
});

test('a branch that a webhook told of is no news', async () => {
  const { look, looks, done, bases } = world();
  for (const head of ['aaa', 'bbb', 'ccc']) done.add(head);
  expect((await look()).offered).toEqual([]);
  bases.aaa = 'release';
  looks.reviewed('acme/data#7', false);
  expect((await look()).offered).toEqual([]);
});
