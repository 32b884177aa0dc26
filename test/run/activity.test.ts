import { describe, expect, test } from 'vitest';
import { activeSpans, crowdedMs } from '../../src/run/activity.ts';
import type { Attempt, RunDocument } from '../../src/run/document.ts';
import { documentOf, recordOf } from '../support/documents.ts';

const at = (minute: number) => new Date(Date.parse('2026-03-02T05:00:00.000Z') + minute * 60_000).toISOString();
const ms = (minute: number) => Date.parse(at(minute));

function attempt(number: number, from: number, to: number): Attempt {
  return { number, state: 'failed', startedAt: at(from), finishedAt: at(to), commit: 'c'.repeat(40) };
}

function run(more: Partial<RunDocument>, attempts: readonly Attempt[] = []): RunDocument {
  return documentOf({ load: recordOf('failed', attempts) }, { createdAt: at(0), startedAt: at(1), ...more });
}

describe('when a run went on', () => {
  test('is from its claim to its end, or until now', () => {
    expect(activeSpans(run({ finishedAt: at(9) }), ms(60))).toEqual([{ from: ms(0), to: ms(9) }]);
    expect(activeSpans(run({}), ms(60))).toEqual([{ from: ms(0), to: ms(60) }]);
  });

  test('is not the day between its end and a retry', () => {
    const retried = run({ finishedAt: at(1_500), actions: [{ kind: 'retry', by: 'ana', at: at(1_440) }] }, [
      attempt(1, 1, 4),
      attempt(2, 5, 7),
      attempt(3, 1_441, 1_499),
    ]);
    expect(activeSpans(retried, ms(2_000))).toEqual([
      { from: ms(0), to: ms(7) },
      { from: ms(1_440), to: ms(1_500) },
    ]);
  });

  test('is nothing that a mark adds to', () => {
    const marked = run({ finishedAt: at(9), actions: [{ kind: 'mark', by: 'ana', at: at(90) }] });
    expect(activeSpans(marked, ms(100))).toEqual([{ from: ms(0), to: ms(9) }]);
  });
});

describe('how long so many went on at once', () => {
  const wait = { from: 10, to: 30 };

  test.each([
    ['nobody', [], 1, 0],
    ['one that covers it', [[0, 40]], 1, 20],
    ['one that ends within', [[0, 15]], 1, 5],
    ['one of the two that it takes', [[0, 40]], 2, 0],
    [
      'two, for as long as both',
      [
        [0, 20],
        [12, 40],
      ],
      2,
      8,
    ],
    [
      'one after the other',
      [
        [0, 15],
        [15, 20],
      ],
      1,
      10,
    ],
    [
      'one after the other are never two',
      [
        [0, 15],
        [15, 20],
      ],
      2,
      0,
    ],
    [
      'what is over, and what comes later',
      [
        [0, 10],
        [30, 40],
      ],
      1,
      0,
    ],
  ])('%s', (_, spans, most, crowded) => {
    expect(
      crowdedMs(
        wait,
        spans.map(([from = 0, to = 0]) => ({ from, to })),
        most,
      ),
    ).toBe(crowded);
  });
});
