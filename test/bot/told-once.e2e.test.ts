import { expect, test } from 'vitest';
import { GithubClient } from '../../src/github/client.ts';
import { liveClock } from '../../src/process/clock.ts';
import { liveRandomness } from '../../src/process/randomness.ts';
import type { IncidentBoard } from '../../src/store/shared/incident-board.ts';
import { openGithubState } from '../../src/workspace/forge/github-state.ts';
import { type BotProcess, botApp, place } from '../support/bot-process.ts';
import { type BotWorld, botIn, botWorld, daily, pipelineFile } from './bot-world.ts';
import { dailyFiles, pressed, pressedRun, putIncident, putRun } from './pressed-buttons.ts';

const retry = { command: 'retry', run: pressedRun };
/** What was taken up is over for the next process: whoever did has died. */
const laterMs = 11 * 60_000;
const later = (times: number) => ({ SEGUE_TEST_LATER_MS: String(times * laterMs) });

/** Where a run has failed, of which an issue tells. */
async function failedWorld(): Promise<BotWorld & { readonly incidents: IncidentBoard }> {
  const world = await botWorld();
  const { github } = world;
  world.merge({ ...dailyFiles, '.github/workflows/segue.yml': 'on: workflow_dispatch\n' });
  await github.as('acme', 'PUT', '/collaborators/ana', { permission: 'push' });
  await github.as(`${botApp.slug}[bot]`, 'POST', '/issues', { title: 'daily fails' });
  const clock = liveClock();
  const token = github.appToken(botApp.slug, botApp.permissions);
  const { url: apiUrl, repository } = github;
  const client = new GithubClient({ token, repository, apiUrl, version: '1.2.3', clock });
  const state = openGithubState({ client, clock, chance: liveRandomness() });
  await putRun({ state, clock }, 'failed');
  const incidents = await putIncident({ state, clock });
  return { ...world, incidents };
}

function done(bot: BotProcess, job: string, result = ''): Promise<unknown> {
  return bot.line((line) => line.what === 'done' && line.job === job && String(line.result).includes(result));
}

test('what GitHub tells only once, and told while nobody listened, is done by whoever starts next, once', async () => {
  const world = await failedWorld();
  const { github, people } = world;
  const pull = await world.open('change', 'hi');
  const first = await botIn(world);
  await done(first, `acme/data#${pull.number}`);
  expect(await first.kill('SIGTERM')).toBe(0);

  // A merge queue has merged it for a try, somebody has approved, closed the issue of the incident, and pressed two buttons.
  people.write(pipelineFile, daily('queued'));
  const head = people.commit();
  const branch = 'gh-readonly-queue/main/pr-2';
  people.git('push', '--quiet', github.bare, `HEAD:${branch}`);
  const base = people.git('rev-parse', 'HEAD~1');
  await github.as('ana', 'PATCH', '/issues/1', { state: 'closed' });
  const sender = { login: 'ana', type: 'User' };
  const number = pull.number;
  const lost: readonly [string, object][] = [
    ['check_run', pressed('retry')],
    ['pull_request_review', { action: 'submitted', pull_request: { number } }],
    ['pull_request', { action: 'edited', pull_request: { number }, changes: { base: {} } }],
    ['issues', { action: 'closed', issue: { number: 1, user: { login: `${botApp.slug}[bot]` } }, sender }],
    ['check_suite', { action: 'rerequested', check_suite: { head_sha: await pull.head() } }],
    [
      'merge_group',
      {
        action: 'checks_requested',
        merge_group: { head_sha: head, base_sha: base, base_ref: 'refs/heads/main', head_ref: `refs/heads/${branch}` },
      },
    ],
    [
      'workflow_run',
      { action: 'completed', workflow_run: { path: '.github/workflows/segue.yml', conclusion: 'failure' } },
    ],
  ];
  const [button] = lost.map(([event, payload]) => github.deliveries.add({ event, payload: { ...place, ...payload } }));

  const second = await botIn(world);
  await Promise.all([
    done(second, `acme/data ${pressedRun}`, 'retry'),
    done(second, `acme/data#${number}`, ': check '),
    done(second, `acme/data@${head}`, 'check created'),
    done(second, `acme/data@${await pull.head()}`, '1 open'),
    done(second, 'acme/data#1', 'noted'),
    done(second, 'acme/data look', 'a job has ended badly'),
  ]);
  expect(github.commands.dispatched).toContainEqual(retry);
  expect((await world.incidents.book()).incidents).toMatchObject([{ acked: { by: 'ana', closed: true } }]);
  expect(await world.checks(head)).toMatchObject([{ status: 'completed', conclusion: 'success' }]);
  expect((await second.get('/metrics')).text).toMatch(/^segue_webhooks_found_total 7$/m);

  // Somebody has GitHub send one again.
  expect(await second.deliver('check_run', { ...place, ...pressed('retry') }, { id: button ?? '' })).toBe(200);
  await second.line(({ id, received }) => id === button && received === 'repeated');

  // Who starts then sees them in the list as well.
  await second.kill('SIGKILL');
  const third = await botIn(world);
  await Promise.all([
    done(third, `acme/data ${pressedRun}`, 'nothing: it was taken up before'),
    done(third, `acme/data@${head}`, 'nothing: it was judged'),
    done(third, 'acme/data#1', 'nothing: it says nothing new'),
  ]);
  expect(github.commands.dispatched.filter((each) => JSON.stringify(each) === JSON.stringify(retry))).toHaveLength(1);
  expect(await world.checks(head)).toHaveLength(1);
});

test('killed over a button, before the job was asked for or after, the next one finishes it, and no job is asked for twice', async () => {
  const world = await failedWorld();
  const { github } = world;
  const asked = () =>
    github.commands.dispatched.filter((each) => JSON.stringify(each) === JSON.stringify(retry)).length;
  let bot = await botIn(world);
  for (const [index, kind] of (['silent', 'silent-after'] as const).entries()) {
    const dead = new Promise<void>((resolve) => {
      const meanwhile = (): void => void bot.kill('SIGKILL').then(() => resolve());
      github.fault({ kind, method: 'POST', path: /\/dispatches$/, meanwhile });
    });
    expect(await bot.deliver('check_run', { ...place, ...pressed('retry') })).toBe(200);
    await dead;
    bot = await botIn(world, undefined, later(index + 1));
    await done(bot, `acme/data ${pressedRun}`, index === 0 ? 'retry' : 'nothing was done');
    expect(asked()).toBe(index + 1);
  }
  const comments = (await github.as('acme', 'GET', '/issues/1/comments')) as unknown as { readonly body: string }[];
  expect(comments.map(({ body }) => body)).toEqual([
    expect.stringContaining('ana has pressed “Retry”. '),
    expect.stringContaining('whether it was done is not known'),
  ]);
});

test('a list that does not come, or not for long, keeps nothing else waiting, and ends with the app', async () => {
  const world = await botWorld();
  const { github } = world;
  const pull = await world.open('change', 'hi');
  github.deliveries.add({ event: 'pull_request_review', payload: {} });
  const never = new Promise<void>(() => undefined);
  github.fault({ path: /^\/app\/hook\/deliveries/, kind: 'held', until: never, times: 99 });
  const bot = await botIn(world);
  expect(await bot.reviewed('opened', pull)).toContain('check');
  const began = performance.now();
  expect(await bot.kill('SIGTERM')).toBe(0);
  expect(performance.now() - began).toBeLessThan(20_000);
  github.heal();
  github.fault({ path: /^\/app\/hook\/deliveries/, kind: 'primary-limit', resetInSeconds: 600, times: 99 });
  const limited = await botIn(world);
  await limited.line(({ what }) => what === 'It could not see what GitHub has sent.');
  expect(await limited.reviewed('synchronize', pull)).toContain('check');
});
