import { createHmac, generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Probot } from 'probot';
import { expect, onTestFinished, test } from 'vitest';
import { BotLog } from '../../src/bot/bot-log.ts';
import { probotLog } from '../../src/bot/probot-log.ts';
import { webhookDoor } from '../../src/bot/webhook-door.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { webhookExamples } from './webhook-examples.ts';

const secret = 'a secret that only a test knows';
const path = '/api/github/webhooks';
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

test('every example of a webhook is let in, signed as GitHub signs', async () => {
  const { url, received } = await door();
  const examples = webhookExamples();
  for (const { name, payload } of examples) {
    const body = JSON.stringify(payload);
    expect(await post(url, body, { 'x-github-event': name })).toBe(200);
  }
  expect(received.map(({ name }) => name)).toEqual(examples.map(({ name }) => name));
  expect(received[0]?.payload).toEqual(examples[0]?.payload);
});

test.each([
  ['another secret', { 'x-hub-signature-256': signed('{}', 'another') }, 401],
  ['another body', { 'x-hub-signature-256': signed('{ }', secret) }, 401],
  ['no signature', { 'x-hub-signature-256': '' }, 401],
  ['the old kind of signature alone', { 'x-hub-signature': 'sha1=00', 'x-hub-signature-256': '' }, 401],
  ['no delivery', { 'x-github-delivery': undefined }, 400],
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
])('%s: refused', async (_, headers, status) => {
  const { url, received, rejected } = await door();
  expect(await post(url, '{}', headers)).toBe(status);
  expect([received, rejected]).toEqual([[], [status]]);
});

test('an empty one is not GitHub’s, whoever has signed it', async () => {
  const { url, rejected } = await door();
  expect(await post(url, '', {})).toBe(401);
  expect(rejected).toEqual([401]);
});

test('more than GitHub sends is not read to its end', async () => {
  const { url, rejected } = await door();
  expect(await post(url, 'x'.repeat(26 * 1024 * 1024), {}, { chunked: true })).toBe(413);
  expect(await post(url, '', { 'content-length': String(26 * 1024 * 1024) })).toBe(413);
  expect(rejected).toEqual([413, 413]);
});

test('behind something that has parsed the body it says so, and keeps nobody waiting', async () => {
  const { url, received, rejected } = await door((request) => Object.assign(request, { body: {} }));
  expect(await post(url, '{}', {})).toBe(500);
  expect([received, rejected]).toEqual([[], [500]]);
});

test('behind something that has kept the bytes it reads those', async () => {
  const { url, received } = await door((request) => Object.assign(request, { body: {}, rawBody: Buffer.from('{}') }));
  expect(await post(url, '{}', {})).toBe(200);
  expect(received).toHaveLength(1);
});

test('what is for others is left to them', async () => {
  const { url, received } = await door();
  expect(await post(url.replace('/api/', '/other/'), '{}', {})).toBe(404);
  expect(received).toEqual([]);
});

/** `before`: what another framework has made of a request. */
async function door(before: (request: IncomingMessage) => void = () => undefined) {
  const received: { readonly name: string; readonly payload: unknown }[] = [];
  const rejected: number[] = [];
  const log = probotLog(new BotLog(() => undefined, new ManualClock('2026-11-21T12:00:00Z')));
  const handler = await webhookDoor(new Probot({ appId: 1, privateKey, secret, log }), {
    path,
    receive: (_, name, payload) => void received.push({ name, payload }),
    rejected: (status) => void rejected.push(status),
  });
  const server = createServer(async (request, response) => {
    before(request);
    if (!(await handler(request, response))) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, received, rejected };
}

function signed(body: string, by = secret): string {
  return `sha256=${createHmac('sha256', by).update(body).digest('hex')}`;
}

/** The status of the answer, which may come before all was sent. */
function post(
  url: string,
  body: string,
  more: Readonly<Record<string, string | undefined>>,
  { chunked = false } = {},
): Promise<number | undefined> {
  const headers = {
    'content-type': 'application/json',
    'x-github-delivery': '1',
    'x-github-event': 'pull_request',
    'x-hub-signature-256': signed(body),
    ...(chunked ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    ...more,
  };
  const given = Object.fromEntries(Object.entries(headers).filter((entry) => entry[1] !== undefined));
  return new Promise((resolve, reject) => {
    let status: number | undefined;
    const request = send(url, { method: 'POST', headers: given }, (response) => {
      status = response.statusCode;
      response.resume();
      resolve(status);
    });
    request.on('error', (error) => (status === undefined ? reject(error) : resolve(status)));
    request.write(body);
    request.end();
  });
}
