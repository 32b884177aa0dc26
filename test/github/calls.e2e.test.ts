import { expect, test } from 'vitest';
import { githubForge } from '../../src/github/forge.ts';
import { markerOf } from '../../src/github/marker.ts';
import { forgeLimits } from '../../src/report/forge/forge-limits.ts';
import { visitor } from '../support/github-visitor.ts';
import { githubWorld } from './github-world.ts';
import { annotations, checkWish, commentWish, issueWish } from './wishes.ts';

const bot = 'github-actions[bot]';

test('a check run of a new run costs one request, each change one more, and no change none', async () => {
  const { github, forge, commit, play } = await githubWorld();
  await play(forge.ensureCheck(checkWish(commit, { fresh: true })));
  await play(forge.ensureCheck(checkWish(commit)));
  await play(forge.ensureCheck(checkWish(commit, { status: 'completed', conclusion: 'success' })));
  expect(github.takeLines()).toEqual(['POST /check-runs 201', 'PATCH /check-runs/1 200']);
});

test('annotations go by the fifty', async () => {
  const { github, forge, commit, play } = await githubWorld();
  await play(forge.ensureCheck(checkWish(commit, { fresh: true, annotations: annotations(120) })));
  const sent = github
    .requests()
    .map(({ body }) => (body as { output: { annotations: unknown[] } }).output.annotations.length);
  expect(sent).toEqual([50, 50, 20]);
  expect(Math.max(...sent)).toBe(forgeLimits.annotationsPerRequest);
});

test('a check run of an earlier process is looked at before it is changed', async () => {
  const { github, client, forge, commit, play } = await githubWorld();
  await play(forge.ensureCheck(checkWish(commit, { fresh: true })));
  github.takeLines();
  const login = bot;
  await play(githubForge(client, { login }).ensureCheck(checkWish(commit, { id: 1 })));
  await play(githubForge(client, { login }).ensureCheck(checkWish(commit, { id: 1, title: 'all of it' })));
  expect(github.takeLines()).toEqual(['GET /check-runs/1 200', 'GET /check-runs/1 304', 'PATCH /check-runs/1 200']);
});

test('a new issue: who are we, is there one, its label, itself; a label is made once', async () => {
  const { github, forge, play } = await githubWorld();
  await play(forge.ensureIssue(issueWish()));
  await play(forge.ensureIssue(issueWish({ key: 'other' })));
  expect(github.takeLines()).toEqual([
    'POST /graphql 200',
    'GET /issues 200',
    'GET /labels/segue 404',
    'POST /labels 201',
    'POST /issues 201',
    'GET /issues 200',
    'POST /issues 201',
  ]);
});

test('a label looks as it is told to, one that is there stays as it is', async () => {
  const { github, client, play } = await githubWorld();
  const labels = { segue: { color: '1f6feb', description: 'told by Segue' }, late: { color: 'd73a4a' } };
  await github.as('ana', 'POST', '/labels', { name: 'Late', color: '000000' });
  await play(githubForge(client, { labels }).ensureIssue(issueWish({ labels: ['segue', 'late', 'plain'] })));
  const all = (await github.as('ana', 'GET', '/labels')) as unknown as { name: string; color: string }[];
  const looks = all.map(({ name, color }) => `${name} ${color}`);
  expect(looks.sort()).toEqual(['Late 000000', 'plain ededed', 'segue 1f6feb']);
});

test('an issue is found on whatever page it is, among those of others', async () => {
  const { github, forge, play } = await githubWorld();
  for (let count = 0; count < 205; count += 1) {
    const body = count === 150 ? `${markerOf(issueWish().key)}\nold` : 'of another workflow';
    await github.as(bot, 'POST', '/issues', { title: `issue ${count}`, body });
    if (count % 5 === 0) await github.as('mallory', 'POST', '/issues', { title: 'noise' });
  }
  expect(await play(forge.ensureIssue(issueWish()))).toMatchObject({ kind: 'updated' });
  expect(github.takeLines().filter((line) => line.startsWith('GET /issues'))).toHaveLength(3);
});

test('what has not changed comes back as 304, page by page, and costs no quota', async () => {
  const { github, forge, play } = await githubWorld();
  for (let count = 0; count < 120; count += 1) {
    await github.as(bot, 'POST', '/issues', { title: `issue ${count}`, body: 'of another workflow' });
  }
  await play(forge.ensureIssue(issueWish()));
  github.takeLines();
  await play(forge.ensureIssue(issueWish()));
  await play(forge.ensureIssue(issueWish()));
  expect(github.takeLines()).toEqual(['GET /issues 304', 'GET /issues 200', 'GET /issues 304', 'GET /issues 304']);
});

test('a comment is looked for among all, by pages', async () => {
  const { github, forge, play } = await githubWorld();
  await play(forge.ensureIssue(issueWish()));
  for (let count = 0; count < 130; count += 1) {
    await github.as('mallory', 'POST', '/issues/1/comments', { body: `+${count}` });
  }
  await play(forge.ensureComment(commentWish(1)));
  github.takeLines();
  expect(await play(forge.ensureComment(commentWish(1)))).toMatchObject({ kind: 'unchanged' });
  expect(github.takeLines()).toEqual(['GET /issues/1/comments 304', 'GET /issues/1/comments 200']);
});

test('the name is not asked for where it is given, nor once something was written', async () => {
  const { github, client, commit, forge, play } = await githubWorld();
  await play(githubForge(client, { login: bot }).ensureIssue(issueWish()));
  await play(forge.ensureCheck(checkWish(commit, { fresh: true })));
  await play(forge.ensureIssue(issueWish()));
  expect(github.takeLines()).not.toContain('POST /graphql 200');
});

test('on GitHub Enterprise Server all goes to where its API is', async () => {
  const { github, commit } = await githubWorld();
  const { forge, play } = visitor(github, { apiUrl: `${github.url}/api/v3/` });
  expect(await play(forge.ensureIssue(issueWish()))).toMatchObject({ kind: 'created' });
  expect(await play(forge.ensureCheck(checkWish(commit)))).toMatchObject({ kind: 'created' });
});

test('every request says who asks', async () => {
  const { github, forge, play } = await githubWorld();
  await play(forge.ensureIssue(issueWish()));
  expect(new Set(github.requests().map(({ login }) => login))).toEqual(new Set([bot]));
  expect(github.requests()[0]?.agent).toMatch(/^segue\/1\.2\.3 octokit/);
});
