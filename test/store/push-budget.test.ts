import { describe, expect, test } from 'vitest';
import { PushBudget, type Urgency } from '../../src/store/push/push-budget.ts';
import { ManualClock } from '../support/manual-clock.ts';
import fc from '../support/seeded-fast-check.ts';

const minute = 60_000;

interface Asked {
  readonly pause: number;
  readonly urgency: Urgency;
  /** How long it is under way. */
  readonly forMs: number;
}

/** Pushes as soon as the budget lets it, after each pause; gives when each began. */
function begins(pushes: readonly Asked[], beatMs?: number): number[] {
  const clock = new ManualClock('2026-05-01T05:00:00.000Z');
  const budget = new PushBudget(clock);
  const from = clock.steady();
  if (beatMs !== undefined) budget.keepRoomFor(beatMs);
  return pushes.map(({ pause, urgency, forMs }) => {
    clock.advance(pause);
    clock.advance(budget.wait(urgency));
    expect(budget.wait(urgency)).toBe(0);
    const began = clock.steady();
    const ended = budget.start();
    clock.advance(forMs);
    ended(true);
    return began - from;
  });
}

const at = (urgency: Urgency, pause = 0, forMs = 0): Asked => ({ urgency, pause, forMs });
const askedFor = (...urgencies: readonly Urgency[]) =>
  fc.record({
    pause: fc.oneof(fc.constant(0), fc.nat({ max: 2 * minute })),
    urgency: fc.constantFrom(...urgencies),
    forMs: fc.oneof(fc.constant(0), fc.nat({ max: 5_000 })),
  });
const asked = askedFor('soon', 'now', 'claim', 'last', 'beat');

test('no minute has more than six pushes, whatever is asked for', () => {
  const beats = fc.option(fc.integer({ min: 12_000, max: 720_000 }), { nil: undefined });
  fc.assert(
    fc.property(fc.array(asked, { maxLength: 40, size: 'max' }), beats, (pushes, beatMs) => {
      const times = begins(pushes, beatMs);
      // From the end of one to the beginning of the sixth that follows: wherever in between they arrive.
      for (const [index, began] of times.entries()) {
        const ended = began + (pushes[index]?.forMs ?? 0);
        expect((times[index + 6] ?? Number.POSITIVE_INFINITY) - ended).toBeGreaterThanOrEqual(minute);
      }
    }),
  );
});

test('two pushes that somebody waits for go as they come, three more wait for company, and the last one of a process for nothing', () => {
  const claims = Array.from({ length: 6 }, () => at('claim'));
  expect(begins(claims)).toEqual([0, 0, 2_000, 6_000, 12_000, minute]);
  expect(begins([...claims.slice(1), at('last')])).toEqual([0, 0, 2_000, 6_000, 12_000, 12_000]);
});

test('nobody waits longer than a minute after the end of a push', () => {
  fc.assert(
    fc.property(fc.array(asked, { minLength: 1, maxLength: 40, size: 'max' }), fc.nat(minute), (pushes, beatMs) => {
      const clock = new ManualClock('2026-05-01T05:00:00.000Z');
      const budget = new PushBudget(clock);
      budget.keepRoomFor(Math.max(12_000, beatMs));
      for (const { pause, urgency, forMs } of pushes) {
        clock.advance(pause);
        expect(budget.wait(urgency)).toBeLessThanOrEqual(minute);
        clock.advance(budget.wait(urgency));
        const ended = budget.start();
        clock.advance(forMs);
        ended(true);
      }
    }),
  );
});

test('what goes out in the background keeps ten seconds between two pushes', () => {
  expect(begins(Array.from({ length: 4 }, () => at('soon')))).toEqual([0, 10_000, 20_000, 30_000]);
});

test('what is never pushed does not count', () => {
  const clock = new ManualClock('2026-05-01T05:00:00.000Z');
  const budget = new PushBudget(clock);
  for (let push = 0; push < 9; push++) {
    expect(budget.wait('now')).toBe(0);
    budget.start()(false);
  }
});

test('a push that is under way counts, however long it takes', () => {
  const clock = new ManualClock('2026-05-01T05:00:00.000Z');
  const budget = new PushBudget(clock);
  const ended = budget.start();
  clock.advance(10 * minute);
  expect(budget.wait('soon')).toBe(10_000);
  for (let push = 0; push < 4; push++) budget.start()(true);
  expect(budget.wait('now')).toBe(minute);
  expect(budget.wait('last')).toBe(0);
  ended(true);
  clock.advance(minute - 1);
  expect(budget.wait('now')).toBe(1);
});

describe('a lease of a minute or more', () => {
  test('never beats late, whatever else is pushed', () => {
    const other = askedFor('soon', 'now', 'claim');
    const leases = fc.oneof(fc.constant(12_000), fc.constant(60_000), fc.integer({ min: 12_000, max: 720_000 }));
    fc.assert(
      fc.property(fc.array(other, { maxLength: 40, size: 'max' }), leases, (others, beatMs) => {
        const clock = new ManualClock('2026-05-01T05:00:00.000Z');
        const budget = new PushBudget(clock);
        budget.keepRoomFor(beatMs);
        let due = clock.steady() + beatMs;
        const push = (forMs: number) => {
          // Each push is a beat.
          due = clock.steady() + beatMs;
          const ended = budget.start();
          clock.advance(forMs);
          ended(true);
        };
        const beat = (forMs: number) => {
          clock.advance(Math.max(0, due - clock.steady()));
          expect(budget.wait('beat')).toBe(0);
          push(forMs);
        };
        for (const { pause, urgency, forMs } of others) {
          const wanted = clock.steady() + pause;
          while (due < wanted) beat(forMs);
          clock.advance(Math.max(0, wanted - clock.steady()));
          const wait = budget.wait(urgency);
          // What would wait for longer goes along with the beat.
          if (clock.steady() + wait >= due) beat(forMs);
          else {
            clock.advance(wait);
            push(forMs);
          }
        }
      }),
    );
  });

  test('of five minutes leaves the whole burst, of one minute what its beats leave', () => {
    const claims = Array.from({ length: 5 }, () => at('claim'));
    expect(begins(claims, 60_000)).toEqual([0, 0, 2_000, 6_000, 12_000]);
    expect(begins(claims, 20_000)).toEqual([0, 0, 2_000, 6_000, 20_000]);
    expect(begins(claims, 12_000).slice(0, 3)).toEqual([0, 0, 12_000]);
  });
});

test('a lease of less than a minute beats all the same, and the process ends when it wants to', () => {
  const clock = new ManualClock('2026-05-01T05:00:00.000Z');
  const budget = new PushBudget(clock);
  budget.keepRoomFor(2_000);
  for (let beat = 0; beat < 20; beat++) {
    expect(budget.wait('beat')).toBe(0);
    budget.start()(true);
    // Whoever waits goes with the next beat.
    expect(budget.wait('claim')).toBeGreaterThan(2_000);
    clock.advance(2_000);
  }
  expect(budget.wait('last')).toBe(0);
});

test('a wall clock that is set changes nothing', () => {
  const clock = new ManualClock('2026-05-01T05:00:00.000Z');
  const budget = new PushBudget(clock);
  budget.start()(true);
  for (const jump of [3_600_000, -7_200_000]) {
    clock.jump(jump);
    expect(budget.wait('soon')).toBe(10_000);
    expect(budget.wait('now')).toBe(0);
  }
});
