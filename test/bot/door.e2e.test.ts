import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../architecture/source-files.ts';
import { botVariables, deliver, realEntry, webhookSecret } from '../support/bot-process.ts';
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
  expect(await started({ ...variables, WEBHOOK_SECRET: '' })).toMatchObject({
    code: 2,
    said: expect.stringMatching(/^SG970: /),
  });
  expect(await started({ ...variables, WEBHOOK_SECRET: 'development' })).toMatchObject({
    code: 2,
    said: expect.stringMatching(/^SG970: /),
  });
  expect(await started({ ...variables, APP_ID: '' })).toMatchObject({
    code: 2,
    said: expect.stringMatching(/^SG971: /),
  });
  expect(await started({ ...variables, PRIVATE_KEY: stranger })).toMatchObject({
    code: 2,
    said: expect.stringMatching(/^SG972: /),
  });
  expect(await started({ ...variables, HOST: '203.0.113.1' })).toMatchObject({
    code: 1,
    said: expect.stringMatching(/^SG973: /),
  });
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
