import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Incident } from '../../src/incident/incident.ts';
import { liveClock } from '../../src/process/clock.ts';
import { IncidentBoard } from '../../src/store/shared/incident-board.ts';
import { openWorkspace } from '../../src/workspace/open-workspace.ts';
import { forgePlace } from '../support/forge-place.ts';
import { standIn } from '../support/github-stand-in.ts';
import { plainEnvironment, scratchFolder } from '../support/scratch-repository.ts';

const daily = `description: d
owner: o
tasks:
  load: { run: test -f mended, artifacts: none }
  publish: { needs: load, run: echo published, artifacts: none }
`;

/** A repository with an issue, where `ana` may write and `mallory` may not; a comment is answered by a job. */
async function repositoryWithIssue() {
  const github = await standIn({ people: ['ana', 'mallory'] });
  await github.as('acme', 'PUT', '/collaborators/ana', { permission: 'push' });
  const place = forgePlace({ 'pipelines/daily.yml': daily }, github);
  const { number } = await github.as('acme', 'POST', '/issues', { title: 'daily fails' });
  let last: object = {};
  const answer = (variables: object = {}) => {
    const path = join(scratchFolder(), 'event.json');
    writeFileSync(path, JSON.stringify(last));
    const event = { GITHUB_EVENT_NAME: 'issue_comment', GITHUB_EVENT_PATH: path, ...variables };
    return place.job({ command: 'comment' }, { variables: event });
  };
  const say = async (body: string, login = 'ana', more: object = {}) => {
    const comment = await github.as(login, 'POST', `/issues/${number}/comments`, { body });
    const repository = { default_branch: 'main' };
    last = { action: 'created', issue: { number }, comment, repository, ...more };
    return answer({ GITHUB_ACTOR: login });
  };
  const replies = async () => {
    const all = (await github.as('acme', 'GET', `/issues/${number}/comments`)) as unknown as { body: string }[];
    return all.map(({ body }) => body).filter((body) => body.startsWith('<!-- segue:command/'));
  };
  const board = async () => {
    const options = { environment: 'production', clock: liveClock(), variables: plainEnvironment, pid: process.pid };
    const workspace = await openWorkspace({ ...options, cwd: place.people.root });
    onTestFinished(async () => void (await workspace.close()));
    const incidents = new IncidentBoard(workspace.refs, 'production', workspace.randomness);
    return { change: incidents.change.bind(incidents), book: () => incidents.book() };
  };
  const reactions = () => github.commands.reactions.map(({ content }) => content);
  return { github, place, say, answer, replies, reactions, board };
}

test('a person mends by comments: mark, retry, and the job that the retry asks for ends the story', async () => {
  const { github, place, say, replies, reactions } = await repositoryWithIssue();
  const failed = await place.job({ command: 'run', pipeline: 'daily' });
  const [run = ''] = JSON.parse(failed.outputs.runs ?? '[]') as string[];
  expect((await say('/segue mark daily load success loaded by hand\n\nThanks!')).code).toBe(0);
  expect((await say('/segue retry daily')).code).toBe(0);
  expect(github.commands.dispatched).toEqual([{ command: 'retry', run }]);
  expect(reactions()).toEqual(['eyes', 'rocket', 'eyes', 'rocket']);
  expect(await replies()).toMatchObject([
    expect.stringContaining(`Marked \`load\` of \`${run}\``),
    expect.stringContaining('Asked for a job'),
  ]);
  const retried = await place.job(github.commands.dispatched[0] as Readonly<Record<string, string>>);
  expect(retried.code).toBe(0);
  expect(retried.log).toContain('load was marked by hand');
  const marked = await place.job({ command: 'mark', run, tasks: 'load', state: 'skipped', reason: 'no matter' });
  expect(marked).toMatchObject({ code: 0, outputs: { conclusion: 'success' } });
});

test('a pipeline that is paused by a comment is not served, until it is unpaused', async () => {
  const { place, say, replies } = await repositoryWithIssue();
  const cron = 'on: { schedule: [{ cron: "0 0 * * *" }] }\ncatchup: latest\n';
  place.merge({ 'pipelines/nightly.yml': `description: d\nowner: o\n${cron}tasks: { a: { run: echo } }\n` });
  await say('/segue pause nightly CRM moves');
  expect((await place.job({ command: 'tick' })).log).toContain('paused');
  await say('/segue unpause nightly');
  expect((await place.job({ command: 'tick' })).log).not.toContain('paused');
  expect(await replies()).toHaveLength(2);
});

test('nobody commands who may not write, and no comment is answered twice', async () => {
  const { github, place, say, answer, replies, reactions } = await repositoryWithIssue();
  await place.job({ command: 'run', pipeline: 'daily' });
  expect((await say('/segue retry daily', 'mallory')).code).toBe(0);
  expect(github.commands.dispatched).toEqual([]);
  expect(await replies()).toMatchObject([expect.stringContaining('mallory may not')]);
  expect((await answer()).log).toContain('taken up before');
  expect(reactions()).toEqual(['eyes', 'confused']);
  await say('/segue retry dialy');
  expect((await replies()).at(-1)).toContain('There is no run dialy');
  await say('/segue retry daily laod');
  expect((await replies()).at(-1)).toContain('load');
  await say('/segue retry daily', 'ana', { action: 'edited' });
  expect(github.commands.dispatched).toEqual([]);
  expect(await replies()).toHaveLength(3);
});

test('in the issue of an incident nothing has to be named, and who is on it is kept', async () => {
  const { github, place, say, replies, board } = await repositoryWithIssue();
  const failed = await place.job({ command: 'run', pipeline: 'daily' });
  const [run = ''] = JSON.parse(failed.outputs.runs ?? '[]') as string[];
  const { change, book } = await board();
  await change('Open', (empty) => ({ ...empty, incidents: [incidentOf(run)] }));
  await say('/segue retry');
  expect(github.commands.dispatched).toEqual([{ command: 'retry', run }]);
  await say('/segue ack');
  expect((await book()).incidents).toMatchObject([{ acked: { by: 'ana' } }]);
  expect((await replies()).at(-1)).toContain('ana is on it');
});

test('a rollback by a comment is a pull request', async () => {
  const { github, place, say, replies } = await repositoryWithIssue();
  place.merge({ 'pipelines/daily.yml': daily.replace('test -f mended', 'exit 1') });
  expect((await say('/segue rollback daily')).code).toBe(0);
  const [pull] = (await github.as('acme', 'GET', '/pulls')) as unknown as { number: number; head: { ref: string } }[];
  expect(pull?.head.ref).toMatch(/^segue\/rollback\/daily-[0-9a-f]{7}$/);
  place.people.git('fetch', '--quiet', 'origin', pull?.head.ref ?? '');
  expect(place.people.git('show', 'FETCH_HEAD:pipelines/daily.yml')).toBe(daily.trim());
  expect(await replies()).toEqual([expect.stringContaining(`Opened [#${pull?.number}]`)]);
});

const digest = '0123456789abcdef';

/** An incident whose issue is the first one. */
function incidentOf(run: string): Incident {
  const facts = { file: 'pipelines/daily.yml', tags: [], waiting: [] };
  const end = { run, at: '2026-03-02T05:00:00.000Z', state: 'red', cause: digest } as const;
  const member = { facts, tasks: ['load'], moreTasks: 0, moreCauses: 0, ends: [end], missed: [], late: [] };
  const issue = { id: 1, url: 'https://github.example/acme/data/issues/1' };
  const cause = { shared: digest, task: 'load', title: 'load failed', line: '', logged: false };
  return {
    id: digest,
    kind: 'failure',
    causes: [cause],
    members: { daily: member },
    told: { issue, comments: {}, messages: [] },
  };
}

test('a job that no comment woke says so', async () => {
  const { answer } = await repositoryWithIssue();
  const job = await answer({ GITHUB_EVENT_NAME: 'schedule' });
  expect(job.code).toBe(1);
  expect(job.log).toContain('No comment woke this job');
});
