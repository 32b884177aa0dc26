import { expect, test } from 'vitest';
import type { OpenedPull } from '../support/github-pull-requests.ts';
import { botIn, botWorld, daily, pipelineFile } from './bot-world.ts';

const webhooks = 1_000;
/** Connections that GitHub has open at once. */
const senders = 50;

test('a thousand webhooks in a burst are answered at once, and end in one review of each newest commit', async () => {
  const world = await botWorld();
  const bot = await botIn(world);
  const pulls = await Promise.all(['one', 'two', 'three'].map((word) => world.open(word, word)));
  const since = bot.log.length;
  let sent = 0;
  const waits: number[] = [];
  const statuses = new Set<number>();
  const sender = async (): Promise<void> => {
    while (sent < webhooks) {
      sent += 1;
      const pull = pulls[sent % pulls.length] as OpenedPull;
      const began = performance.now();
      statuses.add(await bot.say('synchronize', pull));
      waits.push(performance.now() - began);
    }
  };
  await Promise.all([...Array.from({ length: senders }, sender), pushMeanwhile(pulls)]);
  // The last word: the state of each is found whatever became of the others.
  for (const pull of pulls) await bot.say('synchronize', pull);
  for (const pull of pulls) {
    const head = (await pull.head()).slice(0, 7);
    const key = `acme/data#${pull.number}`;
    await bot.line(({ job, result }) => job === key && String(result).includes(`for ${head}`), since);
    expect(await world.checks(await pull.head())).toMatchObject([{ status: 'completed', conclusion: 'success' }]);
    expect(await world.comments(pull)).toHaveLength(1);
  }
  expect([...statuses]).toEqual([200]);
  // GitHub waits ten seconds.
  expect(Math.max(...waits)).toBeLessThan(10_000);
  const reviews = bot.log.slice(since).filter(({ kind, what }) => kind === 'review' && what === 'done');
  expect(reviews.length).toBeLessThan(webhooks / 20);
  expect(bot.log.filter(({ level }) => level === 'error')).toEqual([]);
});

async function pushMeanwhile(pulls: readonly OpenedPull[]): Promise<void> {
  for (const word of ['uno', 'due', 'tre']) {
    for (const pull of pulls) await pull.push({ [pipelineFile]: daily(word) });
  }
}
