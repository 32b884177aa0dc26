import { expect, test } from 'vitest';
import type { Cancellation } from '../../src/run/document.ts';
import type { InboxRequest } from '../../src/run/requests.ts';
import { MemorySwapRefs } from '../../src/store/shared/memory-swap-refs.ts';
import { RequestBoard, requestPath } from '../../src/store/shared/request-board.ts';
import { SharedInbox } from '../../src/workspace/run/shared-inbox.ts';
import { ManualClock } from '../support/manual-clock.ts';

const run = 'r-abcd1234';
const day = 24 * 60 * 60 * 1000;

function world() {
  const refs = new MemorySwapRefs();
  const clock = new ManualClock('2026-03-02T12:00:00.000Z');
  let nonces = 0;
  const board = new RequestBoard({ refs, environment: 'production', clock, chance: { hex: () => `${nonces++}` } });
  const inbox = new SharedInbox({ board, clock, everyMs: async () => 1_000, holder: () => 'h-me' });
  const request = (more: Partial<InboxRequest> = {}): InboxRequest => {
    const at = new Date(clock.now()).toISOString();
    return { kind: 'cancel', run, holder: 'h-me', by: 'ana', at, ...more };
  };
  const put = async (name: string, text: string) => {
    const version = await refs.make(undefined, new Map([[requestPath, text]]));
    await refs.swap(`refs/segue-inbox/production/${name}`, undefined, version);
  };
  const names = async () => [...(await refs.list('refs/segue-inbox/')).keys()].map((ref) => ref.split('/').at(-1));
  const told: Cancellation[] = [];
  const watch = () => inbox.watch(run, (cancellation) => told.push(cancellation));
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const pass = async (ms: number) => {
    await settle();
    clock.advance(ms);
    await settle();
  };
  return { board, inbox, request, put, names, told, watch, pass, clock };
}

test('a request is told at the next look, once, and goes when it was answered', async () => {
  const { inbox, request, told, watch, pass, names } = world();
  watch();
  await inbox.ask(request({ reason: 'wrong day' }));
  await inbox.ask(request({ reason: 'once more' }));
  expect(told).toEqual([]);
  await pass(1_000);
  await pass(1_000);
  expect(told).toEqual([{ why: 'request', by: 'ana', reason: 'wrong day' }]);
  expect(await names()).toEqual([run]);
  await inbox.answered(run);
  expect(await names()).toEqual([]);
});

test('what was asked of an earlier holder is nothing to a later one, which can be asked all the same', async () => {
  const { inbox, request, told, watch, pass } = world();
  await inbox.ask(request({ holder: 'h-before' }));
  watch();
  await pass(1_000);
  expect(told).toEqual([]);
  await inbox.ask(request({ reason: 'you' }));
  await pass(1_000);
  expect(told).toMatchObject([{ reason: 'you' }]);
});

test('nobody looks any more once all runs have ended', async () => {
  const { inbox, request, told, watch, pass } = world();
  watch()();
  await inbox.ask(request());
  await pass(5_000);
  expect(told).toEqual([]);
});

test('a request to a dead holder is found by whoever goes on, and only that one', async () => {
  const { inbox, request } = world();
  await inbox.ask(request({ holder: 'h-dead' }));
  expect(await inbox.leftFor(run, 'h-other')).toBeUndefined();
  expect(await inbox.leftFor('r-other', 'h-dead')).toBeUndefined();
  expect(await inbox.leftFor(run, 'h-dead')).toMatchObject({ by: 'ana' });
});

test.each([
  ['text', 'rm -rf /'],
  ['a later version', JSON.stringify({ version: 2, kind: 'cancel', run, holder: 'h-me', by: 'x', at: 'y' })],
  ['another run', JSON.stringify({ version: 1, kind: 'cancel', run: 'r-zz', holder: 'h-me', by: 'x', at: 'y' })],
  ['something else asked', JSON.stringify({ version: 1, kind: 'run', run, holder: 'h-me', by: 'x', command: 'id' })],
])('%s in the inbox ends nothing, and stands in the way of nobody', async (_, text) => {
  const { inbox, request, put, told, watch, pass } = world();
  await put(run, text);
  watch();
  await pass(1_000);
  expect(told).toEqual([]);
  await inbox.ask(request());
  await pass(1_000);
  expect(told).toHaveLength(1);
});

test('who asks clears away what is over: garbage, and what nobody has answered for a day', async () => {
  const { inbox, request, put, names, clock, pass } = world();
  await put('..odd', 'x');
  await inbox.ask(request({ run: 'r-old' }));
  clock.advance(day - 1);
  await inbox.ask(request({ run: 'r-new' }));
  clock.advance(2);
  await inbox.ask(request());
  await pass(0);
  expect(await names()).toEqual([run, 'r-new']);
});
