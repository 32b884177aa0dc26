import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { Bot } from '../../src/bot/bot.ts';
import { BotLog } from '../../src/bot/bot-log.ts';
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

/** What was told just now is also done. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** The app, and a GitHub that knows it and no installation of it. */
async function world() {
  let status = 200;
  const app = { slug: 'segue-pipelines', permissions: {}, events: [] };
  const server = createServer(({ url = '' }, response) => {
    const body = status === 200 ? (url.startsWith('/app/installations') ? [] : app) : { message: 'no' };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
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
    secret: 'a secret that only a test knows',
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    webhookPath: '/api/github/webhooks',
  };
  const reviewer = () => {
    throw new Error('nothing is installed, so nothing is reviewed');
  };
  const bot = new Bot(options, { clock, log, reviewer, check: { name: 'segue / pipelines', keyOf: String } });
  return {
    bot,
    clock,
    says: (next: number) => {
      status = next;
    },
    /** Resolves with the next line that has these words. */
    logged: (words: string) => new Promise<void>((resolve) => waiting.push({ words, resolve })),
  };
}
