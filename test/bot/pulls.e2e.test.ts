import { expect, test } from 'vitest';
import { place } from '../support/bot-process.ts';
import { botIn, botWorld, daily, pipelineFile } from './bot-world.ts';

test('the life of a pull request: one check for each head, and one comment for all', async () => {
  const world = await botWorld();
  const bot = await botIn(world);
  const pull = await world.open('change', 'hi');
  const first = await pull.head();
  expect(await bot.reviewed('opened', pull)).toBe('success for COMMIT: check written, comment created');
  expect(await world.checks(first)).toMatchObject([{ status: 'completed', conclusion: 'success' }]);
  expect(await world.comments(pull)).toMatchObject([expect.stringContaining('daily')]);

  const second = await pull.push({ [pipelineFile]: 'tasks: { say: { run: [' });
  expect(await bot.reviewed('synchronize', pull)).toBe('failure for COMMIT: check written, comment updated');
  expect(await world.checks(second)).toMatchObject([{ status: 'completed', conclusion: 'failure' }]);

  const third = await pull.push({ 'README.md': 'No pipeline changes.' }, { force: true });
  expect(await bot.reviewed('synchronize', pull)).toBe('success for COMMIT: check written, comment removed');
  expect(await world.checks(third)).toMatchObject([{ conclusion: 'success' }]);
  expect(await world.comments(pull)).toEqual([]);

  await pull.close();
  expect(await bot.reviewed('closed', pull)).toBe('nothing, it is closed');
  pull.reopen();
  expect(await bot.reviewed('reopened', pull)).toBe('success for COMMIT: check unchanged, comment unchanged');

  // The rules are those of the branch that it goes to, as it is now.
  world.merge({ '.github/segue.yml': 'policy: { require: [runbook] }\n' });
  const fourth = await pull.push({ 'pipelines/weekly.yml': daily('bye') });
  expect(await bot.reviewed('synchronize', pull)).toBe('failure for COMMIT: check written, comment created');
  expect(await world.comments(pull)).toMatchObject([expect.stringContaining('SG871')]);
  expect(await world.checks(fourth)).toMatchObject([{ conclusion: 'failure' }]);
  expect(await bot.kill('SIGTERM')).toBe(0);
});

test('a fork gets what others get; webhooks that come again, or too early, or too late change nothing', async () => {
  const world = await botWorld();
  const bot = await botIn(world);
  const fork = await world.open('change', 'from outside', 'ben');
  expect(await bot.reviewed('opened', fork, { id: 'delivery-1' })).toContain('check written, comment created');
  world.github.takeLines();

  expect(await bot.say('opened', fork, { id: 'delivery-1' })).toBe(200);
  expect(await bot.reviewed('opened', fork, { id: 'delivery-2' })).toContain('check unchanged, comment unchanged');
  expect(world.github.takeLines().filter((line) => !line.startsWith('GET'))).toEqual([]);
  expect((await bot.get('/metrics')).text).toContain('segue_webhooks_total{event="pull_request",outcome="repeated"} 1');

  // What has happened is told backwards: closed for good, though the last word is that it was opened.
  const pull = await world.open('other', 'a');
  await pull.push({ [pipelineFile]: daily('b') });
  await pull.close();
  for (const action of ['closed', 'synchronize', 'opened']) {
    expect(await bot.reviewed(action, pull)).toBe('nothing, it is closed');
  }
  pull.reopen();
  expect(await bot.reviewed('closed', pull)).toContain('check written, comment created');
  expect(await world.checks(await pull.head())).toMatchObject([{ status: 'completed' }]);

  // What a merge queue would merge has a check of its own.
  const queued = await world.open('queued', 'in a queue');
  const [head, base] = [await queued.head(), world.people.git('rev-parse', 'HEAD')];
  const head_ref = `refs/heads/gh-readonly-queue/main/pr-${queued.number}-${base}`;
  const merge_group = { head_sha: head, base_sha: base, base_ref: 'refs/heads/main', head_ref };
  const before = bot.log.length;
  await bot.deliver('merge_group', { action: 'checks_requested', merge_group, ...place });
  await bot.line(({ job, what }) => what === 'done' && job === `acme/data@${head}`, before);
  expect(await world.checks(head)).toMatchObject([{ status: 'completed', conclusion: 'success' }]);
  expect(await world.comments(queued)).toEqual([]);

  // Of a commit that somebody wants judged again, by a button at its checks.
  const suite = { action: 'rerequested', check_suite: { head_sha: await fork.head() } };
  const since = bot.log.length;
  await bot.deliver('check_suite', { ...suite, ...place });
  expect(await bot.line(({ job, what }) => what === 'done' && job === `acme/data#${fork.number}`, since)).toMatchObject(
    {
      result: expect.stringContaining('check unchanged'),
    },
  );
});
