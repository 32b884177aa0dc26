import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type Book, emptyBook } from '../../../src/incident/incident.ts';
import { observe } from '../../../src/incident/observe.ts';
import { type Alerts, defaultAlerts } from '../../../src/model/alerts.ts';
import { postWebhook } from '../../../src/workspace/tell/post-webhook.ts';
import { sendAlerts } from '../../../src/workspace/tell/send-alerts.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const alerts: Alerts = { ...defaultAlerts, routes: [{ webhook: 'SLACK', format: 'slack' }] };

/** A receiver that answers with these statuses in turn, then 200. */
async function receiver(...statuses: readonly number[]) {
  const left = [...statuses];
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      bodies.push(body);
      response.writeHead(left.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { bodies, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

function world(addressOf: (webhook: string) => string | undefined) {
  let book: Book = emptyBook('production');
  for (const at of ['2026-03-02T05:10:00.000Z', '2026-03-02T06:10:00.000Z']) {
    const facts = { file: 'pipelines/crm.yml', tags: [], waiting: [] };
    const stalled = [{ pipeline: 'crm', facts, due: '2026-03-02T05:00:00.000Z' }];
    book = observe(book, { kind: 'looked', at, pipelines: ['crm'], stalled, unjudged: [] });
  }
  const board = {
    book: async () => book,
    change: async (_: string, change: (known: Book) => Book) => {
      book = change(book);
      return book;
    },
  };
  const clock = new ManualClock('2026-03-02T06:10:00Z');
  const heed = async (known: Book) => known;
  return () => sendAlerts({ board, alerts, environment: 'production', clock, addressOf, post: postWebhook, heed });
}

test('a message goes out once', async () => {
  const { bodies, address } = await receiver();
  const send = world(() => address);
  expect(await send()).toEqual([]);
  expect(await send()).toEqual([]);
  expect(bodies).toHaveLength(1);
  expect(JSON.parse(bodies[0] ?? '')).toMatchObject({
    text: expect.stringContaining('crm should have run and did not'),
  });
});

test('one that did not get through is sent again, one that is refused is not', async () => {
  const { bodies, address } = await receiver(503, 404);
  const send = world(() => address);
  expect(await send()).toEqual([{ kind: 'unreachable', why: 'the webhook SLACK answered 503' }]);
  expect(await send()).toEqual([{ kind: 'refused', why: 'the webhook SLACK answered 404' }]);
  expect(await send()).toEqual([]);
  expect(bodies).toHaveLength(2);
});

test('what is wrong with an address is said without it', async () => {
  const untold = await world(() => 'not an address of s3cret')();
  expect(untold).toEqual([{ kind: 'refused', why: 'the webhook SLACK has no address in its secret' }]);
  const nowhere = await world(() => 'http://127.0.0.1:1/s3cret')();
  expect(nowhere).toEqual([{ kind: 'unreachable', why: 'the webhook SLACK gave no answer' }]);
  const unset = await world(() => undefined)();
  expect(unset).toEqual([{ kind: 'unreachable', why: 'the secret SLACK of an alert is not set here' }]);
});
