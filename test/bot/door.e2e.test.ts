import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test, vi } from 'vitest';
import { segueMiddleware } from '../../src/bot/middleware.ts';
import { liveClock } from '../../src/process/clock.ts';
import { root } from '../architecture/source-files.ts';
import { botApp, botVariables, deliver, place, realEntry, webhookSecret } from '../support/bot-process.ts';
import { botIn, botWorld, pullEvent } from './bot-world.ts';
import { formatProblems } from './prometheus-format.ts';

test('the door as people start it: what is not GitHub’s is refused, and everybody else gets nothing', async () => {
  const world = await botWorld();
  const bot = await botIn(world, realEntry);
  const pull = await world.open('change', 'hi');
  const event = pullEvent('opened', pull);
  const body = JSON.stringify(event);
  const since = bot.log.length;
  expect(await bot.deliver('pull_request', event, { secret: 'development' })).toBe(401);
  expect(await bot.deliver('pull_request', event, { headers: { 'x-hub-signature-256': 'sha256=' } })).toBe(401);
  expect(await bot.deliver('pull_request', event, { headers: { 'content-type': 'text/plain' } })).toBe(415);
  expect(await deliver(bot.url, 'pull_request', '{"action": "opened"')).toBe(400);
  expect(await deliver(bot.url, 'an_event_of_tomorrow', body)).toBe(200);
  expect(await deliver(bot.url, 'ping', '{"zen": "Design for failure."}')).toBe(200);
  expect((await bot.get('/api/github/webhooks')).status).toBe(404);
  expect((await bot.get('/')).status).toBe(404);
  expect((await bot.get('/healthz')).status).toBe(200);
  expect((await bot.get('/readyz')).status).toBe(200);
  expect(bot.log.slice(since).filter(({ kind }) => kind === 'review')).toEqual([]);
  expect(await world.checks(await pull.head())).toEqual([]);

  expect(await bot.reviewed('opened', pull)).toContain('check written');
  const metrics = await bot.get('/metrics');
  expect(formatProblems(metrics.text)).toEqual([]);
  expect(metrics.text).toContain('segue_webhooks_total{event="pull_request",outcome="queued"} 1');
  expect(metrics.text).toMatch(/segue_webhooks_total\{event="other",outcome="rejected"\} [4-9]/);
  expect(metrics.text).toMatch(/^segue_review_seconds_count 1$/m);
  expect(metrics.text).toMatch(/^segue_jobs_waiting 0$/m);
  expect(await bot.kill('SIGTERM')).toBe(0);
  const said = `${bot.log.map((line) => JSON.stringify(line)).join('\n')}${bot.errors()}`;
  for (const secret of [webhookSecret, 'ghs_', 'eyJ', 'PRIVATE KEY']) expect(said).not.toContain(secret);
});

test('it does not start without what makes it safe', async () => {
  const world = await botWorld();
  const variables = botVariables(world.github);
  const { privateKey: stranger } = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const without: readonly [Readonly<Record<string, string>>, number, RegExp][] = [
    [{ WEBHOOK_SECRET: 'development' }, 2, /^SG970: /],
    [{ PRIVATE_KEY: stranger }, 2, /^SG972: /],
    [{ HOST: '203.0.113.1' }, 1, /^SG973: /],
  ];
  const ends = await Promise.all(without.map(([changed]) => started({ ...variables, ...changed })));
  expect(ends).toEqual(without.map(([, code, said]) => ({ code, said: expect.stringMatching(said) })));
});

test('told to end it does not wait for who holds a request open', async () => {
  const world = await botWorld();
  const bot = await botIn(world, realEntry);
  const { hostname, port } = new URL(bot.url);
  const slow = connect(Number(port), hostname);
  onTestFinished(() => void slow.destroy());
  const cut = new Promise((resolve) => slow.on('error', () => undefined).on('close', resolve));
  await new Promise<void>((resolve) => {
    slow.write(
      'POST /api/github/webhooks HTTP/1.1\r\nHost: segue\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n',
    );
    // The server has read the head by then, and waits for the rest.
    slow.once('data', () => resolve());
  });
  expect(await bot.kill('SIGTERM')).toBe(0);
  await cut;
});

test('segue bot is the same, and ends with it', async () => {
  const world = await botWorld();
  const cli = [join(root, 'src/cli/index.ts'), 'bot', '--host', '127.0.0.1', '--port', '0'];
  const child = spawn(process.execPath, cli, { env: botVariables(world.github) });
  onTestFinished(() => void child.kill('SIGKILL'));
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    if (JSON.parse(line).what === 'looked around') child.kill('SIGTERM');
  }
  expect(await closed).toBe(0);
});

test('a server of somebody else’s hands it webhooks, and keeps all other requests', async () => {
  const world = await botWorld();
  const { APP_ID: appId = '', PRIVATE_KEY: privateKey = '' } = botVariables(world.github);
  const given = { appId, privateKey, secret: webhookSecret, apiUrl: world.github.url };
  const said: [RegExp, () => void][] = [];
  const heard = (words: RegExp) => new Promise<void>((resolve) => said.push([words, resolve]));
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    for (const [words, resolve] of said) if (words.test(String(line))) resolve();
    return true;
  });
  const [reviewed, found] = [
    heard(/"kind":"review".*: check (?:created|updated)/),
    heard(/"what":"found what was sent and not heard"/),
  ];
  onTestFinished(() => void vi.restoreAllMocks());
  const [sender, user] = [{ login: 'ana', type: 'User' }, { login: `${botApp.slug}[bot]` }];
  const lost = { ...place, action: 'closed', issue: { number: 7, user }, sender };
  world.github.deliveries.add({ event: 'issues', payload: lost });
  const segue = await segueMiddleware(given, liveClock(), join(root, 'src/bot/index.ts'));
  const server = createServer((request, response) => {
    void segue(request, response, () => response.writeHead(418).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const pull = await world.open('change', 'hi');
  expect((await fetch(`${url}/metrics`)).status).toBe(418);
  expect(await deliver(url, 'pull_request', JSON.stringify(pullEvent('opened', pull)))).toBe(200);
  await reviewed;
  expect(await world.checks(await pull.head())).toMatchObject([{ status: 'completed', conclusion: 'success' }]);
  expect(await segue.metrics()).toContain('segue_review_seconds_count 1');
  await found;
  expect(await segue.metrics()).toContain('segue_webhooks_found_total 1');
  await segue.stop();
});

/** A start that fails: what it says, and how it ends. */
function started(env: Readonly<Record<string, string>>): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, realEntry)], { env });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.on('close', (code) => resolve({ code, said: errors }));
  });
}
