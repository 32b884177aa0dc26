import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Cancellation } from '../../src/run/document.ts';
import type { LockOwner } from '../../src/store/local/local-lock.ts';
import { requestCancel, watchInbox } from '../../src/workspace/run/inbox.ts';
import { ManualClock } from '../support/manual-clock.ts';

const run = 'r-abcd1234';
const owner: LockOwner = { host: 'h', boot: 'b', pid: 7, started: '70', since: '2026-03-02T12:00:00.000Z' };
const later: LockOwner = { ...owner, since: '2026-03-02T12:05:00.000Z' };
const asked: Cancellation = { why: 'request', by: 'ana', reason: 'wrong day' };

let segueDir = '';
let clock = new ManualClock('2026-03-02T12:00:00.000Z');
let told: Cancellation[] = [];

beforeEach(() => {
  segueDir = mkdtempSync(join(tmpdir(), 'segue-inbox-'));
  clock = new ManualClock('2026-03-02T12:00:00.000Z');
  told = [];
});

afterEach(() => rmSync(segueDir, { recursive: true, force: true }));

const watch = (as: LockOwner) => watchInbox(segueDir, run, as, clock, (each) => told.push(each));
const left = () => (existsSync(join(segueDir, 'inbox')) ? readdirSync(join(segueDir, 'inbox')) : []);

test('a request is told once, at the next look', () => {
  const unwatch = watch(owner);
  requestCancel(segueDir, run, owner, asked, 'n1');
  expect(told).toEqual([]);
  clock.advance(500);
  clock.advance(500);
  expect([told, left()]).toEqual([[asked], []]);
  requestCancel(segueDir, run, owner, asked, 'n2');
  unwatch();
  clock.advance(500);
  expect([told, left()]).toEqual([[asked], []]);
});

test('what was asked while the run was still being claimed counts', () => {
  requestCancel(segueDir, run, owner, asked, 'n1');
  watch(owner);
  clock.advance(500);
  expect(told).toEqual([asked]);
});

test('what an earlier process was asked for is not done by one that goes on with the run', () => {
  requestCancel(segueDir, run, owner, asked, 'n1');
  watch(later);
  clock.advance(500);
  expect([told, left()]).toEqual([[], []]);
  requestCancel(segueDir, run, later, asked, 'n2');
  clock.advance(500);
  expect(told).toEqual([asked]);
});

test.each(['not JSON', '{"to":7,"by":[]}', '{}'])('%s still means the end', (text) => {
  watch(owner);
  mkdirSync(join(segueDir, 'inbox'));
  writeFileSync(join(segueDir, `inbox/${run}.json`), text);
  clock.advance(500);
  expect(told).toEqual([{ why: 'request', by: 'unknown' }]);
});
