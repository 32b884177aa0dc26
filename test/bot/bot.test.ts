import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Bot } from '../../src/bot/bot.ts';
import { BotLog } from '../../src/bot/bot-log.ts';
import type { Reviewer } from '../../src/bot/desks.ts';
import type { Handler } from '../../src/bot/webhook-door.ts';
import { deliver, place, webhookSecret as secret } from '../support/bot-process.ts';
import { ManualClock } from '../support/manual-clock.ts';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

test('until GitHub answers it is not ready, and goes on asking, less and less often', async () => {
  const { bot, clock, says, logged } = await world();
  says(503);
  await bot.start();
  for (const seconds of [2, 4, 8, 16, 32, 60, 60]) {
    expect([bot.unready, clock.nextIn]).toEqual(['GitHub has not answered yet', seconds * 1_000]);
    const asked = logged('asked again');
    clock.advance(seconds * 1_000);
    await asked;
  }
  says(200);
  const looked = logged('looked around');
  clock.advance(60_000);
  await looked;
  expect(bot.unready).toBeUndefined();
  await bot.stop();
  expect([bot.unready, clock.nextIn]).toEqual(['it is ending', undefined]);
});

test('a key that GitHub does not take ends the start', async () => {
  const { bot, says } = await world();
  says(401);
  const help = expect.stringMatching(/Is http:\S+ the API of your GitHub server\?$/);
  await expect(bot.start()).rejects.toMatchObject({ code: 'SG972', exitCode: 2, help });
});

test('a refusal in between is told, and does not end the asking', async () => {
  const { bot, clock, says, logged } = await world();
  says(503);
  await bot.start();
  says(401);
  const refused = logged('SG972');
  clock.advance(2_000);
  await refused;
  await settled();
  says(200);
  const looked = logged('looked around');
  clock.advance(4_000);
  await looked;
  expect(bot.unready).toBeUndefined();
  await bot.stop();
});

test('told to end while it asks, it asks no more', async () => {
  const { bot, clock, says } = await world();
  says(503);
  await bot.start();
  await bot.stop();
  expect(clock.nextIn).toBeUndefined();
});

test('a review that never ends is broken off, and the pull request is reviewed by a desk of its own', async () => {
  const desks: number[] = [];
  const { bot, clock, logged } = await world(() => {
    const nth = desks.push(0) - 1;
    return {
      review: () => {
        desks[nth] = (desks[nth] ?? 0) + 1;
        return nth === 0 ? new Promise(() => undefined) : Promise.resolve({ kind: 'done', what: 'reviewed' });
      },
      reviewGroup: never,
      approvals: { pipelinesOf: never, approve: never },
    };
  });
  await bot.start();
  const url = await listening(await bot.webhooks());
  const body = JSON.stringify({ action: 'opened', ...place, pull_request: { number: 7 } });
  expect(await deliver(url, 'pull_request', body, { secret })).toBe(200);
  await vi.waitFor(() => expect(desks).toEqual([1]));
  const broken = logged('it did not end in its time');
  clock.advance(10 * 60_000);
  await broken;
  await settled();
  const reviewed = logged('"result":"reviewed"');
  clock.advance(5_000);
  await reviewed;
  expect(desks).toEqual([1, 1]);
  expect(await bot.metrics.text()).toContain('segue_jobs_total{kind="review",outcome="over-time"} 1');
  await bot.stop();
});

test('told to end while GitHub takes its time, it waits for no answer', async () => {
  const { bot, clock, says } = await world();
  says('nothing');
  const started = bot.start();
  await settled();
  await bot.stop();
  await started;
  expect(clock.nextIn).toBeUndefined();
});

/** What was told just now is also done. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

function never(): never {
  throw new Error('nothing is installed, so nothing is reviewed');
}

async function listening(handler: Handler): Promise<string> {
  const server = createServer((request, response) => void handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The app, and a GitHub that knows it and no installation of it. */
async function world(reviewer: Reviewer = never) {
  let status: number | 'nothing' = 200;
  const app = { slug: 'segue-pipelines', permissions: {}, events: [] };
  const server = createServer(({ url = '' }, response) => {
    const body = status === 200 ? (url.startsWith('/app/installations') ? [] : app) : { message: 'no' };
    const limit = status === 429 ? { 'retry-after': '600', 'x-ratelimit-remaining': '0' } : {};
    if (status === 'nothing') return;
    response.writeHead(status, { 'content-type': 'application/json', ...limit }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const clock = new ManualClock('2026-11-21T12:00:00Z');
  const waiting: { readonly words: string; readonly resolve: () => void }[] = [];
  const log = new BotLog((line) => {
    for (const { words, resolve } of waiting) if (line.includes(words)) resolve();
  }, clock);
  const options = {
    appId: 1,
    privateKey,
    secret,
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    webhookPath: '/api/github/webhooks',
  };
  const bot = new Bot(options, { clock, log, reviewer, check: { name: 'segue / pipelines', keyOf: String } });
  return {
    bot,
    clock,
    says: (next: number | 'nothing') => {
      status = next;
    },
    /** Resolves with the next line that has these words. */
    logged: (words: string) => new Promise<void>((resolve) => waiting.push({ words, resolve })),
  };
}

test('a limit of GitHub is told at once, and not waited for behind the app’s back', async () => {
  const { bot, clock, says, logged } = await world();
  says(429);
  const asked = logged('asked again');
  await bot.start();
  await asked;
  expect(clock.nextIn).toBe(2_000);
  await bot.stop();
});
