import { expect, test } from 'vitest';
import { lookAgainMs } from '../../../src/tick/stay-awake.ts';
import type { Wait } from '../../../src/tick/step.ts';
import { Waiting } from '../../../src/workspace/tick/waiting.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const due = (next: string): Wait => ({ kind: 'not-due', next });

function waiting(leadMs: number) {
  const clock = new ManualClock('2026-03-02T04:56:00Z');
  return { clock, waits: new Waiting(clock, leadMs) };
}

test('without a lead nothing that falls due is waited for', () => {
  const { waits } = waiting(0);
  waits.set('daily', due('2026-03-02T05:00:00Z'));
  expect(waits.isWorthWaiting).toBe(false);
  expect(waits.lookAgainIn()).toBe(lookAgainMs);
});

test('with one, the minute is waited for, and looked at in time', () => {
  const { clock, waits } = waiting(5 * 60_000);
  waits.set('daily', due('2026-03-02T05:00:00Z'));
  waits.set('later', due('2026-03-02T05:02:00Z'));
  expect(waits.isWorthWaiting).toBe(true);
  clock.advance(3.5 * 60_000);
  expect(waits.lookAgainIn()).toBe(30_000);
  clock.advance(30_000);
  expect(waits.lookAgainIn()).toBe(0);
  waits.set('daily', due('2026-03-03T05:00:00Z'));
  expect(waits.isWorthWaiting).toBe(false);
});

test('a clock that is set back does not keep a tick awake for ever', () => {
  const { clock, waits } = waiting(5 * 60_000);
  waits.set('daily', due('2026-03-02T05:00:00Z'));
  clock.jump(-60 * 60_000);
  expect(waits.isWorthWaiting).toBe(false);
});

test('who may have died is looked at more often', () => {
  const { waits } = waiting(0);
  waits.set('daily', { kind: 'watching', runs: ['r-one00000'] });
  expect(waits.isWorthWaiting).toBe(true);
  expect(waits.lookAgainIn()).toBeLessThan(lookAgainMs);
  waits.forget('daily');
  expect(waits.isWorthWaiting).toBe(false);
});
