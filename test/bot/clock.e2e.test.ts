import { expect, test } from 'vitest';
import { clockJob, lookSoon } from '../../src/bot/clock-round.ts';
import type { Desk } from '../../src/bot/job.ts';
import { mindOf } from '../../src/bot/repository-mind.ts';
import { stateVisitor } from '../github/state-world.ts';
import { putEntry } from '../store/state-fixture.ts';
import { botApp } from '../support/bot-process.ts';
import { documentOf, recordOf } from '../support/documents.ts';
import { forgePlace } from '../support/forge-place.ts';
import { standIn } from '../support/github-stand-in.ts';
import { LeapingClock } from '../support/leaping-clock.ts';
import { type DeskWorld, deskOf, deskWorld } from './desk-world.ts';

const hourly = (word: string) => `description: d
owner: "@ana"
on: { schedule: [{ cron: "0 * * * *" }] }
catchup: latest
tasks: { load: { run: echo ${word} } }
`;
const files = { 'pipelines/hourly.yml': hourly('one') };
const hour = 3_600_000;

/** The newest full hour before now, and others counted from it. */
function full(world: DeskWorld, hours = 0): string {
  return new Date(Math.floor(world.clock.now() / hour) * hour + hours * hour).toISOString();
}

async function servedUntil(world: DeskWorld, cursor: string): Promise<void> {
  await world.state.state.update('production', 'hourly', putEntry, ({ state }) => ({ state: { ...state, cursor } }));
}

function minute(world: DeskWorld) {
  return world.perform(clockJob(world.desk.at));
}

test('what is due wakes the workflow once, in the minute in which it falls due, and nothing is asked before', async () => {
  const world = await deskWorld(files);
  await servedUntil(world, full(world));
  await minute(world);
  world.github.takeLines();
  const dispatched = () => world.github.commands.dispatched.length;
  let minutes = 0;
  while (world.clock.now() < Date.parse(full(world)) + hour - 60_000 && minutes < 61) {
    await world.pass(60_000);
    await minute(world);
    minutes += 1;
  }
  expect(dispatched()).toBe(0);
  expect(world.github.takeLines().filter((line) => !/ 304$/.test(line)).length).toBeLessThanOrEqual(6);
  await world.pass(60_000);
  await minute(world);
  expect(world.github.commands.dispatched).toEqual([{}]);
  for (let again = 0; again < 5; again++) {
    await world.pass(60_000);
    await minute(world);
  }
  expect(dispatched()).toBe(1);
});

test('an app that was started anew sees that a job was asked for; once that has served it nothing is due', async () => {
  const world = await deskWorld(files);
  await servedUntil(world, full(world, -1));
  await minute(world);
  const restarted = { ...deskOf(world.github, world.clock) };
  await clockJob(world.desk.at).work(restarted);
  expect(world.github.commands.dispatched).toHaveLength(1);
  world.github.commands.conclusions.set(1, 'success');
  await servedUntil(world, full(world));
  await world.pass(60_000);
  await clockJob(world.desk.at).work(deskOf(world.github, world.clock));
  expect(world.github.commands.dispatched).toHaveLength(1);
});

test('the wake-up of the app and one of GitHub’s clock at the same time serve an interval once', async () => {
  const github = await standIn({ people: ['ana'], apps: [botApp] });
  const place = forgePlace({ ...files, '.github/workflows/segue.yml': 'on: workflow_dispatch\n' }, github);
  const clock = new LeapingClock(new Date().toISOString());
  const desk = deskOf(github, clock);
  const { state } = stateVisitor(github);
  const cursor = new Date(Math.floor(clock.now() / hour) * hour - hour).toISOString();
  await state.update('production', 'hourly', putEntry, ({ state: known }) => ({ state: { ...known, cursor } }));
  await clockJob(desk.at).work(desk);
  expect(github.commands.dispatched).toEqual([{}]);
  const jobs = await Promise.all([place.job({ command: 'tick' }), place.job({ command: 'tick' })]);
  expect(jobs.map(({ code }) => code)).toEqual([0, 0]);
  const runs = await (await state.view('production', 'hourly')).runs();
  expect(runs).toMatchObject([{ state: 'success', interval: { start: cursor } }]);
});

test('a first look reads the state of each pipeline, and a later one nothing that has not changed', async () => {
  const names = Array.from({ length: 8 }, (_, index) => `p${index}`);
  const world = await deskWorld(Object.fromEntries(names.map((name) => [`pipelines/${name}.yml`, hourly(name)])));
  for (const name of names) {
    const change = { cursor: full(world) };
    await world.state.state.update('production', name, putEntry, ({ state }) => ({ state: { ...state, ...change } }));
  }
  const costOf = async (desk: Desk) => {
    world.github.takeLines();
    await clockJob(desk.at).work(desk);
    return world.github.takeLines().filter((line) => !line.endsWith(' 304')).length;
  };
  const desk = deskOf(world.github, world.clock);
  const first = await costOf(desk);
  expect(first).toBeGreaterThan(3 * names.length);
  expect(first).toBeLessThanOrEqual(3 * names.length + 10);
  lookSoon(desk, { died: false });
  expect(await costOf(desk)).toBe(0);
});

test('a push to the default branch is looked at, one elsewhere is not', async () => {
  const world = await deskWorld({
    'pipelines/by-hand.yml': 'description: d\nowner: "@ana"\ntasks: { a: { run: echo } }\n',
  });
  await minute(world);
  world.merge(files);
  await world.send('push', { ref: 'refs/heads/other' });
  expect(world.github.commands.dispatched).toHaveLength(0);
  // A pipeline that was never seen begins with the next wake-up.
  await world.send('push', { ref: 'refs/heads/main' });
  expect(world.github.commands.dispatched).toHaveLength(1);
});

test('a repository without the workflow is left alone', async () => {
  const world = await deskWorld({ ...files, '.github/workflows/segue.yml': '' });
  world.people.git('rm', '--quiet', '.github/workflows/segue.yml');
  world.merge({ 'README.md': 'none' });
  expect(await minute(world)).toMatchObject([{ what: 'nothing: there is no segue.yml' }]);
});

test.each(['ended badly', 'ended while nobody listened'])(
  'after a job that %s a run whose holder does not show itself is looked after once it has missed two beats',
  async (how) => {
    const world = await deskWorld(files);
    await servedUntil(world, full(world));
    await putSilentRun(world);
    const ended = { workflow_run: { path: '.github/workflows/segue.yml', conclusion: 'failure' } };
    if (how === 'ended badly') await world.send('workflow_run', { action: 'completed', ...ended });
    else await minute(world);
    expect(world.github.commands.dispatched).toHaveLength(0);
    await world.pass(61_000);
    await minute(world);
    expect(world.github.commands.dispatched).toHaveLength(0);
    await world.pass(100_000);
    await minute(world);
    expect(world.github.commands.dispatched).toHaveLength(1);
    await world.pass(61_000);
    await minute(world);
    expect(world.github.commands.dispatched).toHaveLength(1);
  },
);

test('a silent run for which GitHub would not start the workflow is asked for again in the next minute', async () => {
  const world = await deskWorld(files);
  await servedUntil(world, full(world));
  await putSilentRun(world);
  await minute(world);
  await world.pass(161_000);
  const path = /dispatches/;
  world.github.fault({ kind: 'answer', status: 422, message: 'Workflow is disabled', method: 'POST', path, times: 1 });
  expect(await minute(world)).toMatchObject([{ kind: 'refused' }]);
  await world.pass(60_000);
  await minute(world);
  expect(world.github.commands.dispatched).toHaveLength(1);
});

test('what GitHub does not do is asked for again in the next minute, and no more often than that', async () => {
  const world = await deskWorld(files);
  await servedUntil(world, full(world, -1));
  const path = /dispatches/;
  world.github.fault({ kind: 'answer', status: 422, message: 'Workflow is disabled', method: 'POST', path, times: 2 });
  const outcomes: string[] = [];
  for (let minutes = 0; minutes < 6; minutes += 1) {
    outcomes.push(...(await minute(world)).map(({ kind }) => kind));
    await world.pass(60_000);
  }
  expect(outcomes).toEqual(['refused', 'refused', 'done', 'done', 'done', 'done']);
  expect(world.github.commands.dispatched).toHaveLength(1);
});

test('what is told while a look is under way is looked at afterwards', async () => {
  const world = await deskWorld({
    'pipelines/by-hand.yml': 'description: d\nowner: "@ana"\ntasks: { a: { run: echo } }\n',
  });
  const { desk } = world;
  let merged = 0;
  const filesAt: typeof desk.forge.filesAt = async (commit, wanted) => {
    const answer = await desk.forge.filesAt(commit, wanted);
    // The code has been read by then.
    if (wanted.longest === 1 && merged++ === 0) {
      world.merge(files);
      lookSoon(desk, { died: false });
    }
    return answer;
  };
  await clockJob(desk.at).work({ ...desk, forge: { ...desk.forge, filesAt } });
  expect([merged, world.github.commands.dispatched.length]).toEqual([1, 0]);
  await minute(world);
  expect(world.github.commands.dispatched).toHaveLength(1);
});

test('since when a holder is silent outlives what was read of its repository', async () => {
  const world = await deskWorld(files);
  const refs = world.state.swapRefs;
  const lease = await refs.make(undefined, new Map([['lease.json', leaseText(world)]]), 'Put up\n');
  await refs.swap('refs/segue-lease/production/h-dead', undefined, lease, 'now');
  const { memory } = world.desk;
  const judged = async () => {
    const desk = { ...deskOf(world.github, world.clock), memory };
    return (await mindOf(desk).leases.judge(['h-dead'])).get('h-dead');
  };
  expect(await judged()).toMatchObject({ kind: 'unknown' });
  await world.pass(160_000);
  expect(await judged()).toMatchObject({ kind: 'unknown', silent: true });
  await world.pass(160_000);
  expect(await judged()).toEqual({ kind: 'dead', why: 'silent' });
});

/** A run that is claimed, and whose holder shows itself no more. */
async function putSilentRun(world: DeskWorld): Promise<void> {
  const refs = world.state.swapRefs;
  const lease = await refs.make(undefined, new Map([['lease.json', leaseText(world)]]), 'Put up\n');
  await refs.swap('refs/segue-lease/production/h-dead', undefined, lease, 'now');
  const at = new Date(world.clock.now()).toISOString();
  const place = { run: 'r-1', pipeline: 'hourly', file: 'pipelines/hourly.yml', environment: 'production' };
  await world.state.state.update('production', 'hourly', putEntry, ({ state }) => ({
    state: { ...state, active: [{ run: 'r-1', claimedAt: at, host: 'runner', pid: 7, lease: 'h-dead' }] },
    runs: [documentOf({ load: recordOf('queued') }, { ...place, createdAt: at })],
  }));
}

function leaseText(world: DeskWorld): string {
  const process = { pid: 7, started: '1', boot: 'b' };
  const since = new Date(world.clock.now()).toISOString();
  return JSON.stringify({ version: 1, holder: 'h-dead', place: 'runner', process, leaseMs: 300_000, since });
}
