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
});

test('what GitHub does not give is judged by the checkout, if it is one of the pull request', async () => {
  const { github, place, check } = await repository();
  const pull = await github.openPull({ author: 'ana', head: 'change', files: { 'pipelines/daily.yml': broken } });
  const token = github.workflowToken({ contents: 'read', metadata: 'read' });
  const [without, target] = await Promise.all([
    check(pull.number, { token }, { GITHUB_WORKSPACE: place.people.root }),
    check(
      pull.number,
      { token: '' },
      { GITHUB_EVENT_NAME: 'pull_request_target', GITHUB_WORKSPACE: place.people.root },
    ),
  ]);
  expect(without.code).toBe(0);
  expect(without.log).toMatch(/^::warning title=Not reviewed as a whole::.*pull_requests: read/m);
  expect(without.log).toContain('1 pipeline checked');
  expect(target.code).toBe(1);
  expect(target.log).toContain('The pull request cannot be read');
});

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
