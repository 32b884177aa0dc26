import { expect, test } from 'vitest';
import type { Incident } from '../../src/incident/incident.ts';
import { isAcked, isClosedByHand } from '../../src/incident/quieten.ts';
import { IncidentBoard } from '../../src/store/shared/incident-board.ts';
import { countedChance, putEntry } from '../store/state-fixture.ts';
import { botApp } from '../support/bot-process.ts';
import { scratchAt } from '../support/scratch-repository.ts';
import { deskWorld } from './desk-world.ts';
import { dailyFiles, incidentOf, pressed, pressedRun, putIncident, putRun } from './pressed-buttons.ts';

test('a button does what the comment does: once for each press, and only for who may write', async () => {
  const world = await deskWorld(dailyFiles);
  await putRun(world, 'failed');
  await world.send('check_run', pressed('retry', 'mallory'));
  await world.send('check_run', pressed('retry'), 'one');
  await world.send('check_run', pressed('retry'), 'one');
  await world.send('check_run', pressed(undefined), 'two');
  await world.send('check_run', pressed('launch'));
  const retry = { command: 'retry', run: pressedRun };
  expect(world.github.commands.dispatched).toEqual([retry, retry]);
  const refused = await world.send('check_run', pressed('cancel'));
  expect(refused).toMatchObject([{ kind: 'done', what: expect.stringContaining('has ended already') }]);
});

test('a run that nobody holds any more is ended by its button, and who did it is kept', async () => {
  const world = await deskWorld(dailyFiles);
  await putRun(world, 'running');
  await world.send('check_run', pressed('cancel'));
  expect(await world.state.state.run('production', 'daily', pressedRun)).toMatchObject({
    state: 'cancelled',
    cancelled: { by: 'ana' },
  });
  // Whichever job comes next shows it.
  expect((await world.state.state.state('production', 'daily')).untold).toEqual([pressedRun]);
});

test('what a job works on is not marked under its hands', async () => {
  const world = await deskWorld(dailyFiles);
  await putRun(world, 'failed');
  const at = new Date(world.clock.now()).toISOString();
  const claim = { run: pressedRun, claimedAt: at, host: 'runner', pid: 7, lease: 'h-one' };
  // A retry has claimed it, and has not stored yet how far it is.
  await world.state.state.update('production', 'daily', putEntry, ({ state }) => ({
    state: { ...state, active: [claim] },
  }));
  await world.say('/segue mark daily load success by hand');
  expect(await world.replies()).toEqual([expect.stringMatching(/is held by process 7 on runner.*SG726/s)]);
  expect((await world.state.state.run('production', 'daily', pressedRun))?.actions).toEqual([]);
});

test('the check run of an App has buttons, that of a workflow’s own token has none', async () => {
  const { github, desk } = await deskWorld(dailyFiles);
  const head = (await desk.forge.tipOf('main')) as { readonly commit: string };
  const retry = { label: 'Retry failed', description: 'Runs what did not succeed, newest code', identifier: 'retry' };
  const page = { commit: head.commit, name: 'daily', key: pressedRun, title: 't', summary: 's', annotations: [] };
  const wish = { ...page, status: 'completed', conclusion: 'failure', buttons: [retry] } as const;
  expect(await desk.forge.ensureCheck(wish)).toMatchObject({ kind: 'created' });
  const sent = () => github.requests().filter(({ path, method }) => /check-runs/.test(path) && method !== 'GET');
  expect(sent().map(({ body }) => body)).toMatchObject([{ actions: [retry] }]);
});

test('in the issue of an incident a rollback brings back what was there before the change that is suspected', async () => {
  const world = await deskWorld(dailyFiles);
  const board = new IncidentBoard(world.state.swapRefs, 'production', countedChance());
  const good = world.people.git('rev-parse', 'HEAD');
  const bad = world.merge({ 'pipelines/daily.yml': dailyFiles['pipelines/daily.yml'].replace('load.sh', 'other.sh') });
  world.merge({ 'pipelines/daily.yml': dailyFiles['pipelines/daily.yml'].replace('load.sh', 'third.sh') });
  const at = new Date(world.clock.now()).toISOString();
  const suspect = { commit: bad, number: 412, title: 'New role', author: 'ben', at, paths: ['pipelines/daily.yml'] };
  const suspects = { good, bad, commits: [suspect] };
  await board.change('Open', (book) => ({ ...book, incidents: [{ ...incidentOf(at), suspects }] }));
  await world.say('/segue rollback');
  const bare = scratchAt(world.github.bare);
  const branch = `segue/rollback/daily-${good.slice(0, 7)}`;
  expect(bare.git('show', `${branch}:pipelines/daily.yml`)).toBe(dailyFiles['pipelines/daily.yml'].trim());
  const [pull] = (await world.github.as('acme', 'GET', '/pulls')) as unknown as { readonly body: string }[];
  expect(pull?.body).toContain(
    `just before \`${bad.slice(0, 7)}\`, which is suspected of the failure. Asked for by ana in #1.`,
  );
});

test('closing the issue of an incident takes it on, opening it again takes that back, a label mutes, and a late webhook changes nothing', async () => {
  const world = await deskWorld(dailyFiles);
  const board = await putIncident(world);
  const incident = async () => (await board.book()).incidents[0] as Incident;
  const event = (action: string, sender: object = { login: 'ana', type: 'User' }) => ({
    action,
    issue: { number: 1, user: { login: `${botApp.slug}[bot]` } },
    sender,
  });
  await world.github.as('ana', 'PATCH', '/issues/1', { state: 'closed' });
  await world.send('issues', event('closed', { login: `${botApp.slug}[bot]`, type: 'Bot' }));
  expect(isAcked(await incident())).toBe(false);
  await world.send('issues', event('closed'));
  expect(await incident()).toMatchObject({ acked: { by: 'ana', closed: true } });
  expect(isClosedByHand(await incident())).toBe(true);
  await world.github.as('ana', 'PATCH', '/issues/1', { state: 'open' });
  await world.send('issues', event('reopened'));
  await world.send('issues', event('closed'));
  expect(isAcked(await incident())).toBe(false);
  await world.github.as('ana', 'POST', '/labels', { name: 'segue:muted', color: 'cccccc' });
  await world.github.as('ana', 'POST', '/issues/1/labels', { labels: ['segue:muted'] });
  await world.send('issues', event('labeled'));
  expect(await incident()).toMatchObject({ muted: true });
});
