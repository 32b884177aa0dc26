import { describe, expect, test } from 'vitest';
import type { Catchup, Cron } from '../../src/model/pipeline.ts';
import { type Due, due } from '../../src/schedule/due.ts';
import { nextFire } from '../../src/schedule/fires.ts';
import { walkForwards } from '../../src/schedule/walk.ts';
import { anyCron } from '../support/arbitrary-cron.ts';
import { changingZones } from '../support/changing-zones.ts';
import fc from '../support/seeded-fast-check.ts';

const hourMs = 3_600_000;

const begin = Date.UTC(2025, 1, 20);

const crons = fc
  .array(fc.tuple(anyCron, fc.constantFrom(...changingZones)), { minLength: 1, maxLength: 3 })
  .map((all) => all.map(([{ text }, timezone]): Cron => ({ cron: text, timezone })));

/** Minutes to weeks between wake-ups; now and then none for months, or the clock goes back for a while. */
const gaps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.double({ min: 0.01, max: 4, noNaN: true }) },
    { weight: 4, arbitrary: fc.double({ min: 1, max: 200, noNaN: true }) },
    { weight: 1, arbitrary: fc.double({ min: 1_000, max: 5_000, noNaN: true }) },
    { weight: 1, arbitrary: fc.double({ min: -50, max: 0, noNaN: true }) },
  ),
  { minLength: 1, maxLength: 25 },
);

const mostBounds = 5_000;

function firesUntil(schedule: readonly Cron[], from: number, to: number): ReadonlySet<number> {
  const found = new Set<number>();
  for (const fire of walkForwards(schedule, from)) {
    if (fire > to || found.size >= mostBounds) break;
    found.add(fire);
  }
  return found;
}

interface Settled {
  readonly from: number;
  readonly to: number;
  readonly how: 'served' | 'dropped';
}

/** Plays wake-ups; `settle` is called with each answer. The cursor moves as a tick moves it. */
function play(schedule: readonly Cron[], waits: readonly number[], catchup: Catchup, most: number) {
  let now = begin;
  let cursor = due(schedule, { cursor: undefined, now, catchup, most }).cursor;
  const first = Date.parse(cursor);
  const settled: Settled[] = [];
  let newest = now;
  for (const wait of waits) {
    now += Math.round(wait * hourMs);
    newest = Math.max(newest, now);
    const found = due(schedule, { cursor, now, catchup, most });
    settled.push(...partsOf(found));
    expect(found.serve.every(({ end }) => Date.parse(end) <= now)).toBe(true);
    cursor = found.cursor;
  }
  return { first, settled, cursor: Date.parse(cursor), newest };
}

function partsOf({ serve, dropped }: Due): readonly Settled[] {
  const over = dropped === undefined ? [] : [{ start: dropped.from, end: dropped.to, how: 'dropped' as const }];
  return [...over, ...serve.map((each) => ({ ...each, how: 'served' as const }))].map(({ start, end, how }) => ({
    from: Date.parse(start),
    to: Date.parse(end),
    how,
  }));
}

describe.each<Catchup>(['all', 'latest', 'none'])('catchup: %s', (catchup) => {
  test('whatever the wake-ups, each interval is served once or dropped once, one after the other', () => {
    fc.assert(
      fc.property(crons, gaps, fc.integer({ min: 1, max: 40 }), (schedule, waits, most) => {
        const { first, settled, cursor } = play(schedule, waits, catchup, most);
        let reached = first;
        const bounds = firesUntil(schedule, first, cursor);
        for (const { from, to, how } of settled) {
          expect(from).toBe(reached);
          expect(to).toBeGreaterThan(from);
          if (how === 'served') expect(nextFire(schedule, from)).toBe(to);
          if (bounds.size < mostBounds) expect([bounds.has(from), bounds.has(to)]).toEqual([true, true]);
          reached = to;
        }
        expect(reached).toBe(cursor);
      }),
      { numRuns: 150 },
    );
  });
});

test('all drops nothing, and has served everything once it was woken often enough', () => {
  fc.assert(
    fc.property(crons, gaps, (schedule, waits) => {
      const { settled, newest, cursor } = play(schedule, [...waits, 1], 'all', 500);
      expect(settled.every(({ how }) => how === 'served')).toBe(true);
      if (settled.length < 500) expect(nextFire(schedule, cursor) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(newest);
    }),
    { numRuns: 100 },
  );
});

test('two that ask the same question get the same answer: there is nothing else that it depends on', () => {
  fc.assert(
    fc.property(crons, gaps, (schedule, waits) => {
      const copy = schedule.map((cron) => ({ ...cron }));
      expect(play(schedule, waits, 'latest', 10)).toEqual(play(copy, waits, 'latest', 10));
    }),
    { numRuns: 20 },
  );
});
