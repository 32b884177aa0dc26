import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkName } from '../../src/workspace/review/review-pull.ts';
import { forgePlace } from '../support/forge-place.ts';
import { standIn } from '../support/github-stand-in.ts';
import { scratchFolder } from '../support/scratch-repository.ts';

const daily = 'description: d\nowner: o\ntasks: { a: { run: echo a, artifacts: none } }\n';
const broken = daily.replace('a: {', 'a: { needs: b,');

/** A repository whose pull requests wake jobs, which have nothing but the API: the workspace is empty. */
async function repository() {
  const github = await standIn({ people: ['ana', 'mallory'] });
  const place = forgePlace({ 'pipelines/daily.yml': daily }, github);
  const check = async (number: number, inputs: object = {}, variables: object = {}) => {
    const path = join(scratchFolder(), 'event.json');
    const pull = await github.as('acme', 'GET', `/pulls/${number}`);
    writeFileSync(path, JSON.stringify({ action: 'synchronize', pull_request: pull }));
    const event = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: path, GITHUB_WORKSPACE: scratchFolder() };
    return place.job({ command: 'check', ...inputs }, { variables: { ...event, ...variables } });
  };
  const comments = async (number: number) => {
    const all: unknown = await github.as('acme', 'GET', `/issues/${number}/comments`);
    return (all as { body: string }[]).map(({ body }) => body);
  };
  const checks = async (commit: string) => {
    const { check_runs: all } = await github.as('acme', 'GET', `/commits/${commit}/check-runs`);
    return (all as { name: string; conclusion: string }[]).map(({ name, conclusion }) => ({ name, conclusion }));
  };
  return { github, place, check, comments, checks };
}

test('a job reviews the pull request without a checkout: a check run, a comment, and red if it must not be merged', async () => {
  const { github, check, comments, checks } = await repository();
  const pull = await github.openPull({ author: 'ana', head: 'change', files: { 'pipelines/daily.yml': broken } });
  const job = await check(pull.number);
  expect(job.log).not.toContain('::warning');
  expect(job).toMatchObject({ code: 1, outputs: { conclusion: 'failure' } });
  expect(job.summary).toContain(checkName);
  expect(await checks(await pull.head())).toEqual([{ name: checkName, conclusion: 'failure' }]);
  expect(await comments(pull.number)).toMatchObject([expect.stringContaining('daily')]);
});

test('a fork’s token may only read: the page of the job and its annotations say the same', async () => {
  const { github, check, comments, checks } = await repository();
  const fork = { author: 'mallory', head: 'main', fork: 'mallory', files: { 'pipelines/daily.yml': broken } };
  const pull = await github.openPull(fork);
  const token = github.workflowToken({ contents: 'read', metadata: 'read', pull_requests: 'read', checks: 'read' });
  const job = await check(pull.number, { token });
  expect(job.code).toBe(1);
  expect(job.log).toMatch(/^::error file=pipelines\/daily\.yml,line=3,title=SG\d+/m);
  expect(job.summary).toContain('daily');
  expect(job.summary).toMatch(/SG\d{3}/);
  expect(await checks(await pull.head())).toEqual([]);
  expect(await comments(pull.number)).toEqual([]);
  const target = await check(pull.number, {}, { GITHUB_EVENT_NAME: 'pull_request_target' });
  expect(target.code).toBe(1);
  expect(await checks(await pull.head())).toEqual([{ name: checkName, conclusion: 'failure' }]);
  expect(await comments(pull.number)).toHaveLength(1);
});

test('only where no pull request can be seen the checkout is judged, if it is one of the pull request', async () => {
  const { github, place, check } = await repository();
  const pull = await github.openPull({ author: 'ana', head: 'change', files: { 'pipelines/daily.yml': broken } });
  const token = github.workflowToken({ contents: 'read', metadata: 'read' });
  const half = github.workflowToken({ metadata: 'read', pull_requests: 'read' });
  const checkout = { GITHUB_WORKSPACE: place.people.root };
  const [without, target, refused] = await Promise.all([
    check(pull.number, { token }, checkout),
    check(pull.number, { token: '' }, { GITHUB_EVENT_NAME: 'pull_request_target', ...checkout }),
    check(pull.number, { token: half }, checkout),
  ]);
  expect(without.code).toBe(0);
  expect(without.log).toMatch(/^::warning title=Not reviewed as a whole::.*pull_requests: read/m);
  expect(without.log).toContain('1 pipeline checked');
  for (const job of [target, refused]) {
    expect(job.code).toBe(1);
    expect(job.log).toContain('What is proposed cannot be read');
  }
});

test('while GitHub takes no more requests nothing is called good, whatever the checkout looks like', async () => {
  const { github, place, check } = await repository();
  const pull = await github.openPull({ author: 'ana', head: 'change', files: { 'pipelines/daily.yml': broken } });
  github.fault({ method: 'GET', path: /\/pulls\/\d+$/, kind: 'primary-limit', resetInSeconds: 3_000, times: 99 });
  const job = await check(pull.number, {}, { GITHUB_WORKSPACE: place.people.root });
  expect(job.code).toBe(1);
  expect(job.log).toContain('What is proposed cannot be read: GitHub takes no more requests');
});

test('what a merge queue would merge is judged, too: two that are well alone may not be together', async () => {
  const { github, place, check, checks } = await repository();
  const pull = await github.openPull({ author: 'ana', head: 'queue', files: { 'pipelines/b.yml': after('a') } });
  const base = place.people.git('rev-parse', 'HEAD');
  const group = { head_sha: await pull.head(), base_sha: base, base_ref: 'refs/heads/main' };
  const path = join(scratchFolder(), 'event.json');
  writeFileSync(path, JSON.stringify({ action: 'checks_requested', merge_group: group }));
  const job = await check(pull.number, {}, { GITHUB_EVENT_NAME: 'merge_group', GITHUB_EVENT_PATH: path });
  expect(job.code).toBe(1);
  expect(job.log).not.toContain('::warning');
  expect(await checks(await pull.head())).toEqual([{ name: checkName, conclusion: 'failure' }]);
});

/** A pipeline after one that is not there any more. */
function after(pipeline: string): string {
  return daily.replace('tasks:', `on: { after: ${pipeline} }\ntasks:`);
}

test('a comment at a pull request judges it anew, which is how that of a fork gets its check', async () => {
  const { github, place, comments, checks } = await repository();
  await github.as('acme', 'PUT', '/collaborators/ana', { permission: 'push' });
  const fork = { author: 'mallory', head: 'main', fork: 'mallory', files: { 'pipelines/daily.yml': broken } };
  const pull = await github.openPull(fork);
  const comment = await github.as('ana', 'POST', `/issues/${pull.number}/comments`, { body: '/segue plan' });
  const path = join(scratchFolder(), 'event.json');
  const issue = { number: pull.number, pull_request: {} };
  writeFileSync(path, JSON.stringify({ action: 'created', issue, comment, repository: { default_branch: 'main' } }));
  const event = { GITHUB_EVENT_NAME: 'issue_comment', GITHUB_EVENT_PATH: path };
  const job = await place.job({ command: 'comment' }, { variables: event });
  expect(job.code).toBe(0);
  expect(await checks(await pull.head())).toEqual([{ name: checkName, conclusion: 'failure' }]);
  const bodies = await comments(pull.number);
  expect(bodies.filter((body) => body.startsWith('<!-- segue:review -->'))).toHaveLength(1);
  expect(bodies.filter((body) => body.startsWith('<!-- segue:command/'))).toMatchObject([
    expect.stringContaining('Judged'),
  ]);
});
