import { expect, test } from 'vitest';
import {
  type LedgerBook,
  mostEntries,
  settleEntry,
  takeEntry,
  unsettledIn,
  unsettledMs,
} from '../../src/command/ledger.ts';
import { CommandBoard, decodeCommands } from '../../src/store/shared/command-board.ts';
import { MemorySwapRefs } from '../../src/store/shared/memory-swap-refs.ts';
import type { SwapRefs } from '../../src/store/shared/swap-refs.ts';
import fc from '../support/seeded-fast-check.ts';

const empty: LedgerBook = { version: 1, environment: 'production', entries: [] };
const start = Date.parse('2026-03-02T05:00:00.000Z');
const day = 24 * 60 * 60 * 1000;

test('whatever is asked in whichever order, a command is taken up once, and again only from the dead', () => {
  const step = fc.record({
    by: fc.constantFrom('app', 'job', 'other'),
    key: fc.constantFrom('comment/1', 'comment/2'),
    what: fc.constantFrom('take', 'take', 'take over', 'settle'),
    ms: fc.constantFrom(0, 1_000, unsettledMs - 1, unsettledMs),
  });
  const property = fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
    let book = empty;
    let now = start;
    const held = new Map<string, { readonly at: number; settled: boolean }>();
    steps.forEach(({ by, key, what, ms }, index) => {
      now += ms;
      const before = held.get(key);
      if (what === 'settle') {
        book = settleEntry(book, key);
        if (before !== undefined) before.settled = true;
        return;
      }
      const isOver = what === 'take over';
      const { taken, book: next } = takeEntry(book, { key, by: `${by} ${index}`, now, isOver });
      book = next;
      const isDead = before !== undefined && !before.settled && now - before.at >= unsettledMs;
      expect(taken === 'ours').toBe(isOver ? isDead : before === undefined);
      if (taken === 'ours') held.set(key, { at: now, settled: false });
    });
    const dead = [...held].filter(([, { at, settled }]) => !settled && now - at >= unsettledMs).map(([key]) => key);
    expect([...unsettledIn(book, now)].sort()).toEqual(dead.sort());
  });
  fc.assert(property);
});

test('it remembers a week, and no more than it can hold', () => {
  const take = (book: LedgerBook, key: string, now: number) =>
    takeEntry(book, { key, by: key, now, isOver: false }).book;
  const old = take(empty, 'comment/1', start);
  expect(take(old, 'comment/2', start + 6 * day).entries).toHaveLength(2);
  expect(take(old, 'comment/2', start + 8 * day).entries).toMatchObject([{ key: 'comment/2' }]);
  let full = empty;
  for (let id = 0; id < mostEntries + 5; id++) full = take(full, `comment/${id}`, start + id);
  expect(full.entries).toHaveLength(mostEntries);
  expect(full.entries[0]?.key).toBe('comment/5');
});

test('who did not hear that it was the first finds out', async () => {
  const refs = new MemorySwapRefs();
  let isLost = true;
  const lossy: SwapRefs = {
    list: (name) => refs.list(name),
    read: (version, path) => refs.read(version, path),
    make: (parent, edits) => refs.make(parent, edits),
    swap: async (name, from, to) => {
      const outcome = await refs.swap(name, from, to);
      const answer = isLost ? 'unknown' : outcome;
      isLost = false;
      return answer;
    },
  };
  const board = (by: string, on: SwapRefs = refs) =>
    new CommandBoard({ refs: on, environment: 'production', chance: { hex: () => by }, now: () => start });
  expect(await board('one', lossy).take('comment/1')).toBe('ours');
  expect(await board('two').take('comment/1')).toBe('going on');
});

test.each([
  ['is not JSON', '{', 'SG607'],
  ['is of another environment', JSON.stringify({ ...empty, environment: 'staging' }), 'SG607'],
  ['is newer', JSON.stringify({ ...empty, version: 2 }), 'SG606'],
  ['has no time', JSON.stringify({ ...empty, entries: [{ key: 'a', by: 'b', at: 'today' }] }), 'SG607'],
])('a stranger’s book that %s is not believed', (_, text, code) => {
  expect(() => decodeCommands(text, 'production')).toThrow(expect.objectContaining({ code }));
});
