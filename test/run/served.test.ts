import { describe, expect, test } from 'vitest';
import type { Interval } from '../../src/run/document.ts';
import { isServed, mostServed, servedBy, uniteServed, withServed } from '../../src/run/served.ts';
import { second } from '../support/builders.ts';
import { documentOf } from '../support/documents.ts';
import fc from '../support/seeded-fast-check.ts';

const span = (from: number, to: number): Interval => ({ start: second(from), end: second(to) });

const interval = fc
  .tuple(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 6 }))
  .map(([from, length]) => span(from, from + length));
const intervals = fc.array(interval, { maxLength: 30 });
const served = (all: readonly Interval[]) => all.reduce(withServed, [] as readonly Interval[]);

/** The seconds that lie in one of the intervals. */
function secondsOf(all: readonly Interval[]): readonly number[] {
  return Array.from({ length: 70 }, (_, at) => at).filter((at) => all.some((each) => covers(each, at)));
}

function covers({ start, end }: Interval, at: number): boolean {
  return start <= second(at) && second(at + 1) <= end;
}

describe('ranges of intervals that have succeeded', () => {
  test('hold what was added, and nothing else', () => {
    fc.assert(
      fc.property(intervals, (all) => {
        expect(secondsOf(served(all))).toEqual(secondsOf(all));
      }),
    );
  });

  test('are ascending, with a gap between each two', () => {
    fc.assert(
      fc.property(intervals, (all) => {
        const ranges = served(all);
        for (const [index, { start, end }] of ranges.entries()) {
          expect(start < end).toBe(true);
          expect(end < (ranges[index + 1]?.start ?? 'z')).toBe(true);
        }
      }),
    );
  });

  test('are the same in whatever order intervals succeed, and on both sides of a merge', () => {
    fc.assert(
      fc.property(intervals, intervals, (a, b) => {
        expect(served([...b, ...a])).toEqual(served([...a, ...b]));
        expect(uniteServed(served(a), served(b))).toEqual(served([...a, ...b]));
        expect(uniteServed(served(b), served(a))).toEqual(served([...a, ...b]));
        expect(uniteServed(served(a), served(a))).toEqual(served(a));
      }),
    );
  });

  test('know an interval as served if every part of it is', () => {
    fc.assert(
      fc.property(intervals, interval, (all, asked) => {
        const seconds = secondsOf(all);
        expect(isServed(served(all), asked)).toBe(secondsOf([asked]).every((at) => seconds.includes(at)));
      }),
    );
  });

  test('are joined only where they touch', () => {
    expect(served([span(0, 2), span(4, 6)])).toEqual([span(0, 2), span(4, 6)]);
    expect(served([span(0, 2), span(4, 6), span(2, 4)])).toEqual([span(0, 6)]);
    expect(withServed([{ start: second(0), end: second(1) }], { start: second(1.001), end: second(2) })).toHaveLength(
      2,
    );
  });

  test('are forgotten from the oldest on', () => {
    const many = Array.from({ length: mostServed + 1 }, (_, at) => span(2 * at, 2 * at + 1));
    expect(served(many)).toEqual(many.slice(1));
  });
});

describe('what a run serves', () => {
  const asked = span(0, 5);
  test.each([
    ['success', {}, [asked]],
    ['failed', {}, []],
    ['cancelled', {}, []],
    ['running', {}, []],
    ['success', { selection: { only: ['a'] } }, []],
  ] as const)('%s %j', (state, more, wanted) => {
    expect(servedBy(documentOf({}, { state, interval: asked, ...more }))).toEqual(wanted);
  });

  test('nothing without an interval', () => {
    expect(servedBy(documentOf({}, { state: 'success' }))).toEqual([]);
  });
});
