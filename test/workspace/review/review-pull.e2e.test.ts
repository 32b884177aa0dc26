import { expect, test } from 'vitest';
import { reviewOf } from '../../../src/review/review-of.ts';
import { openGithubState } from '../../../src/workspace/forge/github-state.ts';
import { reviewDesk } from '../../../src/workspace/review/review-desk.ts';
import { checkName, reviewPull } from '../../../src/workspace/review/review-pull.ts';
import { countedChance } from '../../store/state-fixture.ts';
import { fieldsOfBody } from '../../support/github-exchange.ts';
import type { OpenedPull } from '../../support/github-pull-requests.ts';
import type { StandIn } from '../../support/github-server.ts';
import { standIn } from '../../support/github-stand-in.ts';
import type { Grants } from '../../support/github-tokens.ts';
import { visitor } from '../../support/github-visitor.ts';
import { scratchRepository } from '../../support/scratch-repository.ts';

const daily = `description: What sales need in the morning
owner: "@acme/data"
on: { schedule: [{ cron: "0 5 * * *" }] }
tasks:
  load: { run: python load.py, artifacts: none }
  publish: { needs: load, run: echo published, artifacts: none }
`;
const later = daily.replace('0 5', '0 7');
const broken = daily.replace('needs: load', 'needs: laod');
const app = { slug: 'segue', id: 7, permissions: {} };

type Fields = Readonly<Record<string, unknown>>;

/** A repository on GitHub, and the app that reviews its pull requests there; waiting takes no time. */
async function repository(files: Readonly<Record<string, string>> = {}, grants?: Grants) {
  const scratch = scratchRepository();
  for (const [path, text] of Object.entries({ 'pipelines/daily.yml': daily, 'load.py': 'pass\n', ...files })) {
    scratch.write(path, text);
  }
  scratch.commit();
  const github = await standIn({ repository: scratch, people: ['ana', 'bob', 'mallory'], apps: [app] });
  for (const login of ['ana', 'bob']) await github.as('acme', 'PUT', `/collaborators/${login}`, { permission: 'push' });
  const { client, forge, clock, play } = visitor(github, { token: github.appToken(app.slug, grants) });
  const { moment } = openGithubState({ client, clock, chance: countedChance('review') });
  const judge = async (change: Parameters<typeof reviewOf>[0]) => reviewOf(change);
  const tools = { forge, clock, moment, judge };
  const review = (pull: OpenedPull) => play(reviewPull(tools, pull.number));
  const desk = reviewDesk(tools);
  const approve = (pull: OpenedPull, code: string, login: string, writtenAt?: string) =>
    play(desk.approve(pull.number, { code, reason: 'it was agreed' }, login, writtenAt));
  return { github, forge, play, review, approve };
}

async function checksOf(github: StandIn, commit: string): Promise<readonly Fields[]> {
  const { check_runs: all } = await github.as('acme', 'GET', `/commits/${commit}/check-runs?per_page=100`);
  return (all as Fields[]).filter(({ name }) => name === checkName);
}

async function commentsOf(github: StandIn, { number }: OpenedPull): Promise<readonly string[]> {
  const all: unknown = await github.as('acme', 'GET', `/issues/${number}/comments?per_page=100`);
  return (all as Fields[]).map(({ body }) => String(body)).filter((body) => body.startsWith('<!-- segue:review -->'));
}

const shapeOf = (line: string) => line.replaceAll(/[0-9a-f]{40}/g, 'ID').replace(/\/\d+/, '/N');

test('each push gets its check, and all of them one comment', async () => {
  const { github, review } = await repository();
  const pull = await github.openPull({ author: 'ana', head: 'later', files: { 'pipelines/daily.yml': later } });
  const first = await review(pull);
  expect(first).toMatchObject({ kind: 'reviewed', commit: await pull.head(), check: { kind: 'created' } });
  expect(await checksOf(github, await pull.head())).toMatchObject([{ status: 'completed', conclusion: 'success' }]);
  const [comment = ''] = await commentsOf(github, pull);
  expect(comment).toContain('daily');
  github.takeLines();
  expect(await review(pull)).toMatchObject({ check: { kind: 'unchanged' }, comment: { kind: 'unchanged' } });
  expect(github.takeLines().filter((line) => !line.startsWith('GET') && !line.includes('/graphql'))).toEqual([]);
  const failing = await pull.push({ 'pipelines/daily.yml': broken });
  expect(await review(pull)).toMatchObject({ commit: failing, comment: { kind: 'updated' } });
  const [check] = await checksOf(github, failing);
  expect(check).toMatchObject({ conclusion: 'failure' });
  expect(fieldsOfBody(check?.output).summary).toContain('laod');
  const forced = await pull.push({ 'pipelines/hourly.yml': daily }, { force: true });
  expect(await review(pull)).toMatchObject({ commit: forced, review: { conclusion: 'success' } });
  const comments = await commentsOf(github, pull);
  expect(comments).toHaveLength(1);
  expect(comments[0]).toContain('hourly');
  await pull.push({ 'README.md': 'hello' }, { force: true });
  expect(await review(pull)).toMatchObject({ comment: { kind: 'removed' }, review: { changesPipelines: false } });
  expect(await commentsOf(github, pull)).toEqual([]);
  await pull.close();
  github.takeLines();
  expect(await review(pull)).toEqual({ kind: 'over', why: 'closed' });
  expect(github.takeLines()).toEqual([`GET /pulls/${pull.number} 200`]);
});

test('what is known is not asked for again: a push costs its commit, its tree and its texts', async () => {
  const { github, review } = await repository();
  const pull = await github.openPull({ author: 'ana', head: 'later', files: { 'pipelines/daily.yml': later } });
  await review(pull);
  await pull.push({ 'pipelines/daily.yml': broken });
  github.takeLines();
  await review(pull);
  expect(github.takeLines().map(shapeOf)).toEqual([
    'GET /pulls/N 200',
    'GET /git/ref/heads/main 304',
    'GET /compare/ID...ID 200',
    'GET /git/commits/ID 200',
    'GET /git/trees/ID 200',
    'GET /git/blobs/ID 200',
    'GET /pulls/N/reviews 304',
    'GET /issues/N/comments 200',
    'GET /git/matching-refs/segue/ 304',
    'GET /pulls/N 304',
    'GET /issues/N/comments 304',
    'PATCH /issues/comments/N 200',
    'GET /commits/ID/check-runs 200',
    'POST /check-runs 201',
  ]);
});

test('a fork is read as any other, though its branch is not here', async () => {
  const { github, review } = await repository();
  const files = { 'pipelines/daily.yml': later, 'load.py': 'print(1)\n' };
  const pull = await github.openPull({ author: 'mallory', head: 'main', fork: 'mallory', files });
  expect(await review(pull)).toMatchObject({ kind: 'reviewed', commit: await pull.head() });
  expect(await commentsOf(github, pull)).toMatchObject([expect.stringContaining('daily')]);
});

test('the base is where the branch left it, whatever was merged since', async () => {
  const { github, review } = await repository();
  const pull = await github.openPull({ author: 'ana', head: 'later', files: { 'load.py': 'print(1)\n' } });
  const other = await github.openPull({ author: 'bob', head: 'other', files: { 'pipelines/new.yml': daily } });
  await other.close({ merged: true });
  await review(pull);
  const [comment = ''] = await commentsOf(github, pull);
  expect(comment).toContain('load.py');
  expect(comment).not.toContain('new');
});

test('who else has checked a commit can be told from us', async () => {
  const { github, forge, play, review } = await repository();
  const pull = await github.openPull({ author: 'ana', head: 'later', files: { 'pipelines/daily.yml': later } });
  await review(pull);
  const check = { commit: await pull.head(), name: checkName };
  expect(await play(forge.isCheckedByOthers(check))).toEqual({ kind: 'known', byOthers: false });
  const job = visitor(github);
  expect(await job.play(job.forge.isCheckedByOthers(check))).toEqual({ kind: 'known', byOthers: true });
  expect(await play(forge.isCheckedByOthers({ ...check, name: 'other' }))).toMatchObject({ byOthers: false });
});

test('75 annotations arrive, each once', async () => {
  const { github, review } = await repository();
  const many = Object.fromEntries(
    Array.from({ length: 75 }, (_, at) => [`pipelines/p${at}.yml`, broken.replace('"@acme/data"', `o${at}`)]),
  );
  const pull = await github.openPull({ author: 'ana', head: 'many', files: many });
  const reviewed = await review(pull);
  const [check] = await checksOf(github, await pull.head());
  const annotations: unknown[] = [];
  for (const page of [1, 2]) {
    const some: unknown = await github.as(
      'acme',
      'GET',
      `/check-runs/${check?.id}/annotations?per_page=100&page=${page}`,
    );
    annotations.push(...(some as unknown[]));
  }
  expect(annotations.length).toBeGreaterThanOrEqual(75);
  expect(reviewed).toMatchObject({ review: { annotations: { length: annotations.length } } });
});

const guarded = { '.github/segue.yml': 'policy: { protect: [{ pipelines: "**", by: ["@acme/data"] }] }\n' };
const mayReadTeams = {
  checks: 'write',
  contents: 'read',
  members: 'read',
  metadata: 'read',
  pull_requests: 'write',
} as const;

test('who changes the policy is judged by the one before, and an owner’s approval holds until the next push', async () => {
  const { github, review } = await repository(guarded, mayReadTeams);
  github.teams.members.set('data', ['bob']);
  const files = { '.github/segue.yml': 'policy: {}\n', 'pipelines/daily.yml': later };
  const pull = await github.openPull({ author: 'ana', head: 'later', files });
  expect(await review(pull)).toMatchObject({ review: { conclusion: 'failure' } });
  await pull.review('mallory');
  await pull.review('ana');
  expect(await review(pull)).toMatchObject({ review: { conclusion: 'failure' } });
  const id = await pull.review('bob');
  expect(await review(pull)).toMatchObject({ review: { conclusion: 'success' } });
  pull.dismiss(id);
  expect(await review(pull)).toMatchObject({ review: { conclusion: 'failure' } });
  await pull.review('bob');
  expect(await review(pull)).toMatchObject({ review: { conclusion: 'success' } });
  await pull.push({ 'README.md': 'more' });
  expect(await review(pull)).toMatchObject({ review: { conclusion: 'failure' } });
});

test('an owner approves by a command what somebody else cannot, and only what was judged before', async () => {
  const { github, review, approve } = await repository(guarded, mayReadTeams);
  github.teams.members.set('data', ['bob']);
  const pull = await github.openPull({ author: 'ana', head: 'later', files: { 'pipelines/daily.yml': later } });
  const reviewed = await review(pull);
  const [code = ''] = /SG87\d/.exec(reviewed.kind === 'reviewed' ? (reviewed.review.comment ?? '') : '') ?? [];
  expect(code).not.toBe('');
  await approve(pull, code, 'ana');
  expect(await review(pull)).toMatchObject({ review: { conclusion: 'failure' } });
  const [check] = await checksOf(github, await pull.head());
  const before = new Date(Date.parse(String(check?.started_at)) - 1_000).toISOString();
  expect(await approve(pull, code, 'bob', before)).toMatchObject({ isDone: false });
  expect(await approve(pull, code, 'bob', String(check?.started_at))).toMatchObject({ isDone: true });
  expect(await review(pull)).toMatchObject({ review: { conclusion: 'success' }, check: { kind: 'unchanged' } });
  await pull.push({ 'README.md': 'more' });
  expect(await review(pull)).toMatchObject({ review: { conclusion: 'failure' } });
});

test('a word of agreement that somebody else has written, or edited, is none', async () => {
  const { github, review, approve } = await repository(guarded, mayReadTeams);
  github.teams.members.set('data', ['bob']);
  const pull = await github.openPull({ author: 'ana', head: 'later', files: { 'pipelines/daily.yml': later } });
  const reviewed = await review(pull);
  const [code = ''] = /SG87\d/.exec(reviewed.kind === 'reviewed' ? (reviewed.review.comment ?? '') : '') ?? [];
  await approve(pull, code, 'bob');
  const all: unknown = await github.as('acme', 'GET', `/issues/${pull.number}/comments`);
  const ours = (all as Fields[]).find(({ body }) => String(body).startsWith('<!-- segue:waiver/'));
  expect(await review(pull)).toMatchObject({ review: { conclusion: 'success' } });
  // Within the second in which it was written, so that the times of the comment do not tell.
  github.issues.times.quick = true;
  await github.as('ana', 'PATCH', `/issues/comments/${ours?.id}`, { body: `${ours?.body}` });
  expect(await review(pull)).toMatchObject({ review: { conclusion: 'failure' } });
  await github.as('ana', 'DELETE', `/issues/comments/${ours?.id}`);
  await github.as('ana', 'POST', `/issues/${pull.number}/comments`, { body: `${ours?.body}` });
  expect(await review(pull)).toMatchObject({ review: { conclusion: 'failure' } });
});

test('who has commits in it is no second person, and another branch asks again', async () => {
  const { github, review } = await repository(guarded, mayReadTeams);
  github.teams.members.set('data', ['bob', 'ana']);
  await github.as('acme', 'POST', '/git/refs', {
    ref: 'refs/heads/release',
    sha: (await github.as('acme', 'GET', '/git/ref/heads/main')).object?.['sha' as never],
  });
  const pull = await github.openPull({ author: 'mallory', head: 'later', files: { 'pipelines/daily.yml': later } });
  const turn = (base: string) => github.as('mallory', 'PATCH', `/pulls/${pull.number}`, { base });
  const [red, green] = [{ review: { conclusion: 'failure' } }, { review: { conclusion: 'success' } }];
  await turn('release');
  await pull.review('bob');
  expect(await review(pull)).toMatchObject(green);
  await turn('main');
  expect(await review(pull)).toMatchObject(red);
  expect((await commentsOf(github, pull))[0]).toContain('What bob agreed to was for another branch.');
  await turn('release');
  expect(await review(pull)).toMatchObject(green);
  await pull.push({ 'README.md': 'a word of bob’s' }, { login: 'bob' });
  await pull.review('bob');
  expect(await review(pull)).toMatchObject(red);
  expect((await commentsOf(github, pull))[0]).toContain('The word of bob does not count');
  await pull.review('ana');
  expect(await review(pull)).toMatchObject(green);
});

test('whatever GitHub loses or refuses on the way, the next review leaves one comment and one check', async () => {
  const { github, review } = await repository();
  const pull = await github.openPull({ author: 'ana', head: 'later', files: { 'pipelines/daily.yml': later } });
  github.fault({ kind: 'lost-after', method: 'POST', path: /\/comments$/ });
  github.fault({ kind: 'lost-after', method: 'POST', path: /\/check-runs$/ });
  github.fault({ kind: 'answer', status: 502, path: /\/compare\// });
  expect(await review(pull)).toMatchObject({ kind: 'reviewed' });
  await pull.push({ 'pipelines/daily.yml': broken });
  github.fault({ kind: 'answer', status: 500, path: /\/git\/trees\//, times: 99 });
  expect(await review(pull)).toMatchObject({ kind: 'unreachable' });
  github.heal();
  await review(pull);
  expect(await commentsOf(github, pull)).toHaveLength(1);
  expect(await checksOf(github, await pull.head())).toMatchObject([{ status: 'completed', conclusion: 'failure' }]);
});
