import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { BodyReader } from '../../src/bot/body-reader.ts';

const megabyte = Buffer.alloc(1024 * 1024, 'x');

test('a body is text, however it is cut', async () => {
  const { request, stream } = arriving();
  const reading = new BodyReader().read(request);
  const bytes = Buffer.from('{"name": "žluťoučký"}');
  for (const byte of bytes) stream.write(Buffer.from([byte]));
  stream.end();
  expect(await reading).toEqual({ kind: 'read', text: bytes.toString() });
});

test('all that arrive at once are bounded, and what was refused or has ended leaves room', async () => {
  const reader = new BodyReader();
  const open = Array.from({ length: 3 }, arriving);
  const readings = open.map(({ request }) => reader.read(request));
  for (const { stream } of open) await fill(stream, 20);
  const late = arriving();
  const refused = reader.read(late.request);
  await fill(late.stream, 5);
  expect(await refused).toEqual({ kind: 'refused', status: 503 });
  for (const { stream } of open) stream.end();
  expect((await Promise.all(readings)).map(({ kind }) => kind)).toEqual(['read', 'read', 'read']);
  const next = arriving();
  const read = reader.read(next.request);
  await fill(next.stream, 20);
  next.stream.end();
  expect(await read).toMatchObject({ kind: 'read' });
});

test('strangers who hold all the room keep out what is large, and not what GitHub sends', async () => {
  const reader = new BodyReader();
  const strangers = Array.from({ length: 4 }, arriving);
  const held = strangers.map(({ request }) => reader.read(request));
  for (const [nth, { stream }] of strangers.entries()) await fill(stream, nth === 0 ? 4 : 20);
  const [large, small] = [arriving(), arriving()];
  const [refused, read] = [large, small].map(({ request }) => reader.read(request));
  small.stream.end('{}');
  expect(await read).toEqual({ kind: 'read', text: '{}' });
  await fill(large.stream, 1);
  expect(await refused).toEqual({ kind: 'refused', status: 503 });
  for (const { stream } of strangers) stream.destroy();
  expect((await Promise.all(held)).map(({ kind }) => kind)).toEqual(held.map(() => 'broken'));
});

test('a sender that has gone is no error', async () => {
  const { request, stream } = arriving();
  const reading = new BodyReader().read(request);
  stream.write('{');
  stream.destroy(new Error('aborted'));
  expect(await reading).toEqual({ kind: 'broken' });
});

function arriving() {
  const stream = new PassThrough({ highWaterMark: 1 });
  return { stream, request: Object.assign(stream, { headers: {} }) as unknown as IncomingMessage };
}

/** So many megabytes, each of which is read before the next one comes, unless nobody reads any more. */
async function fill(stream: PassThrough, megabytes: number): Promise<void> {
  for (let sent = 0; sent < megabytes && !stream.destroyed; sent += 1) {
    stream.write(megabyte);
    await new Promise(setImmediate);
  }
}
