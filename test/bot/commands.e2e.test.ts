import { expect, test } from 'vitest';
import { lostCommandsRound } from '../../src/bot/lost-commands.ts';
import { putEntry } from '../store/state-fixture.ts';
import { place } from '../support/bot-process.ts';
import { documentOf, recordOf } from '../support/documents.ts';
import { scratchAt } from '../support/scratch-repository.ts';
import { botIn, botWorld } from './bot-world.ts';
import { type DeskWorld, deskWorld } from './desk-world.ts';

const daily = (script: string) => `description: Loads.
owner: "@ana"
params: { country: { type: string, default: FR, enum: [FR, DE] } }
tasks:
  load: { run: python ${script} }
`;
const files = { 'pipelines/daily.yml': daily('load.py'), 'load.py': 'print(1)\n', 'README.md': 'one\n' };

test('the app as a process does what a comment asks, once, however often GitHub tells it', async () => {
  const world = await botWorld();
  const { github } = world;
  await github.as('acme', 'PUT', '/collaborators/ana', { permission: 'push' });
  world.merge({ '.github/workflows/segue.yml': 'on: workflow_dispatch\n' });
  const bot = await botIn(world);
  await bot.line(({ what }) => what === 'ready');
  const { number } = await github.as('acme', 'POST', '/issues', { title: 'Help' });
  const comment = await github.as('ana', 'POST', `/issues/${number}/comments`, { body: '/segue run daily' });
  const payload = { action: 'created', ...place, issue: { number }, comment };
  for (const id of ['one', 'one', 'two']) expect(await bot.deliver('issue_comment', payload, { id })).toBe(200);
  await bot.line(({ job, result }) => job === `acme/data#${number}` && result === 'done, and answered');
  await bot.line(({ job, result }) => job === `acme/data#${number}` && result === 'nothing: it was taken up before');
  expect(github.commands.dispatched).toEqual([{ command: 'run', pipeline: 'daily' }]);
  expect(github.commands.reactions.map(({ content }) => content)).toEqual(['eyes', 'rocket']);
});

test('who may write commands, and params are held against the pipeline before anything starts', async () => {
  const world = await deskWorld(files);
  await world.say('/segue run daily --param country=DE');
  await world.say('/segue run daily --param country=US');
  await world.say('/segue run daily', { login: 'mallory' });
  await world.say('/segue backfill daily-2025');
  await world.say('/segue resume daily');
  expect(world.github.commands.dispatched).toEqual([{ command: 'run', pipeline: 'daily', params: 'country=DE' }]);
  expect(await world.replies()).toEqual([
    expect.stringContaining('Asked for a job that runs `daily` with `country=DE`: [the job]'),
    expect.stringContaining('The param country cannot be'),
    expect.stringContaining('mallory may not'),
    expect.stringContaining('The default branch has no backfill daily-2025'),
    expect.stringContaining('There is no run daily'),
  ]);
});

test('a pause is at once in the state, with who asked', async () => {
  const world = await deskWorld(files);
  await world.say('/segue pause daily CRM moves', { login: 'ben' });
  const { paused } = await world.state.state.state('production', 'daily');
  expect(paused).toMatchObject({ by: 'ben', reason: 'CRM moves' });
  expect(world.github.takeLines().filter((line) => /dispatches/.test(line))).toEqual([]);
});

test('a merged backfill and what was interrupted go on with the next wake-up, at once', async () => {
  const scheduled = `on: { schedule: [{ cron: "0 5 * * *" }] }\n${daily('load.py')}`;
  const asked = 'pipeline: daily\nfrom: 2026-01-01\nto: 2026-02-01\nreason: wrong prices\n';
  const world = await deskWorld({ 'pipelines/daily.yml': scheduled, 'pipelines/daily-2026.backfill.yml': asked });
  const at = '2026-03-01T05:00:00.000Z';
  const interrupted = documentOf(
    { load: recordOf('cancelled') },
    {
      ...{ run: 'r-1', pipeline: 'daily', file: 'pipelines/daily.yml', environment: 'production', finishedAt: at },
      ...{ state: 'cancelled', cancelled: { why: 'interrupt', by: 'runner' } },
    },
  );
  await world.state.state.update('production', 'daily', putEntry, ({ state }) => ({
    state: { ...state, active: [{ run: 'r-1', claimedAt: at, host: 'runner', pid: 7, tick: true, interrupted: true }] },
    runs: [interrupted],
  }));
  for (const command of ['backfill daily-2026', 'resume daily', 'pause daily', 'backfill daily-2026']) {
    await world.say(`/segue ${command}`);
  }
  expect(world.github.commands.dispatched).toEqual([{ command: 'tick' }, { command: 'tick' }]);
  expect(await world.replies()).toEqual([
    expect.stringContaining('begins what is left of `daily-2026` (`daily`)'),
    expect.stringContaining('goes on with `r-1` (`daily`)'),
    expect.stringContaining('Paused'),
    expect.stringContaining('First: /segue unpause daily'),
  ]);
});

test('at a pull request findings are approved and it is judged anew, and what runs is the default branch', async () => {
  const world = await deskWorld(files);
  const pull = await world.github.openPull({ author: 'ben', head: 'change', files: { 'load.py': 'steal()\n' } });
  const issue = pull.number;
  await world.say('/segue plan', { issue });
  await world.say('/segue approve SG871 daily moves', { issue });
  await world.say('/segue run daily', { issue });
  const [planned = '', , run = ''] = await world.replies(issue);
  expect(planned).not.toContain('nothing was done');
  expect(run).toContain('Asked for a job that runs `daily`');
  const starts = world.github.requests().filter(({ path }) => path.endsWith('/dispatches'));
  expect(starts.map(({ body }) => body)).toMatchObject([
    { ref: 'main', inputs: { command: 'run', pipeline: 'daily' } },
  ]);
});

/** What a branch of GitHub's own repository changes against the default one. */
function changes({ github }: DeskWorld, branch: string): string {
  return scratchAt(github.bare).git('diff', '--name-status', 'main', branch);
}

test('a rollback opens one pull request that brings back the pipeline and what its tasks name, and no more', async () => {
  const world = await deskWorld(files);
  const before = world.people.git('rev-parse', 'HEAD');
  world.merge({ 'pipelines/daily.yml': daily('load.py other.py'), 'load.py': 'print(2)\n', 'README.md': 'two\n' });
  world.merge({ 'README.md': 'three\n' });
  await world.say('/segue rollback daily');
  await world.say('/segue rollback daily');
  const branch = `segue/rollback/daily-${before.slice(0, 7)}`;
  expect(changes(world, branch)).toBe('M\tload.py\nM\tpipelines/daily.yml');
  const bare = scratchAt(world.github.bare);
  expect(bare.git('show', `${branch}:load.py`)).toBe('print(1)');
  expect(bare.git('show', `${branch}:README.md`)).toBe('three');
  const pulls = (await world.github.as('acme', 'GET', '/pulls?state=all')) as unknown as object[];
  expect(pulls).toMatchObject([
    { title: `Roll daily back to ${before.slice(0, 7)}`, head: { ref: branch }, base: { ref: 'main' }, state: 'open' },
  ]);
  expect(await world.replies()).toEqual([
    expect.stringMatching(/^Opened \[#2\].*`load\.py`, `pipelines\/daily\.yml`/),
    expect.stringMatching(/^\[#2\].* is open already/),
  ]);
});

test('a rollback of what was merged goes to what the merge came upon, not into the pull request', async () => {
  const world = await deskWorld(files);
  const pull = await world.github.openPull({
    author: 'ben',
    head: 'own',
    files: { 'pipelines/daily.yml': daily('half.py') },
  });
  const half = await pull.head();
  const whole = await pull.push({ 'pipelines/daily.yml': daily('whole.py') });
  const before = world.merge({ 'load.py': 'print(2)\n' });
  await pull.close({ merged: true });
  const bare = scratchAt(world.github.bare);
  const mergedAt = new Date().toISOString();
  const commits = [half, whole, bare.git('rev-parse', 'main')];
  world.github.pulls.add({ number: pull.number, title: 'Own', login: 'ben', commits, mergedAt });
  await world.say('/segue rollback daily');
  const branch = `segue/rollback/daily-${before.slice(0, 7)}`;
  expect(changes(world, branch)).toBe('M\tpipelines/daily.yml');
  expect(bare.git('show', `${branch}:pipelines/daily.yml`)).toBe(daily('load.py').trim());
});

test('a rollback names a commit or a tag of the default branch, and nothing else', async () => {
  const world = await deskWorld(files);
  const bare = scratchAt(world.github.bare);
  bare.git('tag', 'v1', 'main');
  world.merge({ 'pipelines/daily.yml': daily('load.py 2') });
  world.merge({ 'pipelines/daily.yml': daily('load.py 3') });
  await world.github.openPull({ author: 'ben', head: 'own', files: { 'pipelines/daily.yml': daily('steal.py') } });
  const foreign = bare.git('rev-parse', 'own');
  for (const to of ['v1', foreign, 'v9', 'main']) await world.say(`/segue rollback daily to ${to}`);
  await world.say('/segue rollback hourly');
  expect(await world.replies()).toEqual([
    expect.stringContaining('Opened [#3]'),
    expect.stringContaining('is not in the history of the default branch'),
    expect.stringContaining('There is no commit or tag v9.'),
    expect.stringContaining('There is no commit or tag main.'),
    expect.stringContaining('The default branch has no pipeline hourly'),
  ]);
  expect(bare.git('show', `segue/rollback/daily-${bare.git('rev-parse', '--short=7', 'v1')}:pipelines/daily.yml`)).toBe(
    daily('load.py').trim(),
  );
});

test.each(['POST /git/trees', 'POST /git/refs', 'POST /pulls'])(
  'a rollback that breaks off at %s, before it or after, is one pull request when it is asked for again',
  async (request) => {
    const world = await deskWorld(files);
    world.merge({ 'load.py': 'print(2)\n' });
    const [method = '', path = ''] = request.split(' ');
    const at = { method, path: new RegExp(`/repos/acme/data${path}$`) };
    world.github.fault({ ...at, kind: 'lost-after' });
    world.github.fault({ ...at, kind: 'answer', status: 502, times: 99 });
    await world.say('/segue rollback daily');
    world.github.heal();
    await world.say('/segue rollback daily');
    const pulls = (await world.github.as('acme', 'GET', '/pulls?state=all')) as unknown as object[];
    expect(pulls).toHaveLength(1);
    expect((await world.replies()).at(-1)).toMatch(/^(Opened )?\[#2\]/);
  },
);

test('a comment of which no webhook told is found, and done once', async () => {
  const world = await deskWorld(files);
  await world.say('/segue pause daily', { isLost: true });
  await world.say('Nice weather.', { isLost: true });
  const look = () => world.perform(lostCommandsRound.job(world.desk.at));
  // A webhook may still be on its way.
  await look();
  expect(await world.replies()).toEqual([]);
  await world.pass(3 * 60_000);
  await look();
  await look();
  expect(await world.replies()).toEqual([expect.stringContaining('Paused `daily`')]);
});

test('a comment that was found while GitHub gave no answer is found again, however often', async () => {
  const world = await deskWorld(files);
  await world.say('/segue pause daily', { isLost: true });
  await world.pass(3 * 60_000);
  const look = () => world.perform(lostCommandsRound.job(world.desk.at));
  world.github.fault({ method: 'GET', path: /\/permission$/, kind: 'answer', status: 502, times: 999 });
  for (const _ of Array.from({ length: 5 })) expect(await look()).toMatchObject([{ kind: 'done' }, { kind: 'later' }]);
  world.github.heal();
  await look();
  expect(await world.replies()).toEqual([expect.stringContaining('Paused `daily`')]);
});

test.each([
  ['may not command', 201],
  ['may not command, at an issue that takes no reaction', 403],
])('a lost comment of somebody who %s is looked at three times at the most', async (_who, status) => {
  const world = await deskWorld(files);
  if (status !== 201) world.github.fault({ method: 'POST', path: /\/reactions$/, kind: 'answer', status, times: 999 });
  await world.say('/segue pause daily', { login: 'mallory', isLost: true });
  await world.pass(3 * 60_000);
  world.github.takeLines();
  for (const _ of Array.from({ length: 6 })) await world.perform(lostCommandsRound.job(world.desk.at));
  const asked = world.github.takeLines().filter((line) => /collaborators\/mallory\/permission/.test(line));
  expect(asked).toHaveLength(3);
});

test.each([
  ['/segue run daily', 'whether it was done is not known'],
  ['/segue pause daily', '`daily` was paused before'],
])('%s, of which the answer was lost with its process, is answered by whoever comes next', async (body, answer) => {
  const world = await deskWorld(files);
  world.github.fault({ method: 'POST', path: /\/issues\/1\/comments$/, kind: 'answer', status: 502, times: 99 });
  await world.say(body);
  world.github.heal();
  const look = () => world.perform(lostCommandsRound.job(world.desk.at));
  await look();
  expect(await world.replies()).toEqual([]);
  await world.pass(11 * 60_000);
  await look();
  await look();
  expect(await world.replies()).toEqual([expect.stringContaining(answer)]);
  expect(world.github.commands.dispatched).toHaveLength(body.includes('run') ? 1 : 0);
});
