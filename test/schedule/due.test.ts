import { expect, test } from 'vitest';
import type { Catchup, Cron } from '../../src/model/pipeline.ts';
import { due, mostCounted, onTimeMs } from '../../src/schedule/due.ts';

const daily: readonly Cron[] = [{ cron: '0 5 * * *', timezone: 'UTC' }];
const at = (text: string) => Date.parse(`2026-01-${text}:00Z`);
const iso = (text: string) => `2026-01-${text}:00.000Z`;
const interval = (start: string, end: string) => ({ start: iso(start), end: iso(end) });

function ask(catchup: Catchup, cursor: string | undefined, now: string, most = 10, crons = daily) {
  return due(crons, { cursor: cursor === undefined ? undefined : iso(cursor), now: at(now), catchup, most });
}

test('a first deployment starts at the present: the newest fire is the cursor, nothing is served', () => {
  expect(ask('all', undefined, '10T12:00')).toEqual({ serve: [], cursor: iso('10T05:00'), more: false });
  expect(ask('all', undefined, '10T05:00')).toEqual({ serve: [], cursor: iso('10T05:00'), more: false });
});

test('before the first fire of all the cursor is now, and the first fire opens the first interval', () => {
  const later: readonly Cron[] = [{ cron: '0 5 * * *', timezone: 'UTC', start: '2026-01-15' }];
  const deployed = ask('all', undefined, '10T12:00', 10, later);
  expect(deployed).toEqual({ serve: [], cursor: iso('10T12:00'), more: false });
  expect(ask('all', '10T12:00', '15T06:00', 10, later)).toMatchObject({ serve: [], cursor: iso('10T12:00') });
  expect(ask('all', '10T12:00', '16T06:00', 10, later)).toMatchObject({ serve: [interval('15T05:00', '16T05:00')] });
});

test('an interval is due from the very instant of its end', () => {
  expect(ask('all', '10T05:00', '11T04:59').serve).toEqual([]);
  expect(ask('all', '10T05:00', '11T05:00').serve).toEqual([interval('10T05:00', '11T05:00')]);
});

test('all: oldest first, the rest next time', () => {
  const first = ask('all', '10T05:00', '13T12:00', 2);
  expect(first.serve).toEqual([interval('10T05:00', '11T05:00'), interval('11T05:00', '12T05:00')]);
  expect([first.more, first.cursor, first.dropped]).toEqual([true, iso('12T05:00'), undefined]);
  const second = ask('all', '12T05:00', '13T12:00', 2);
  expect([second.serve.length, second.more, second.cursor]).toEqual([1, false, iso('13T05:00')]);
  expect(ask('all', '10T05:00', '12T12:00', 2).more).toBe(false);
});

test('latest: the newest, whenever that is; the others are dropped', () => {
  expect(ask('latest', '10T05:00', '14T04:00')).toEqual({
    serve: [interval('12T05:00', '13T05:00')],
    dropped: { from: iso('10T05:00'), to: iso('12T05:00'), count: 2 },
    cursor: iso('13T05:00'),
    more: false,
  });
  expect(ask('latest', '12T05:00', '14T04:00')).not.toHaveProperty('dropped');
});

test('none: the newest if the wake-up is in time, else it is dropped as well', () => {
  expect(onTimeMs).toBe(3_600_000);
  expect(ask('none', '10T05:00', '13T06:00')).toEqual({
    serve: [interval('12T05:00', '13T05:00')],
    dropped: { from: iso('10T05:00'), to: iso('12T05:00'), count: 2 },
    cursor: iso('13T05:00'),
    more: false,
  });
  expect(ask('none', '10T05:00', '13T06:01')).toEqual({
    serve: [],
    dropped: { from: iso('10T05:00'), to: iso('13T05:00'), count: 3 },
    cursor: iso('13T05:00'),
    more: false,
  });
});

test.each<Catchup>(['all', 'latest', 'none'])(
  '%s: a clock that went back finds nothing due, and moves nothing',
  (policy) => {
    expect(ask(policy, '10T05:00', '03T05:00')).toEqual({ serve: [], cursor: iso('10T05:00'), more: false });
    expect(ask(policy, '10T05:00', '10T05:00')).toEqual({ serve: [], cursor: iso('10T05:00'), more: false });
  },
);

test('a changed cron starts at the cursor, which need not be one of its fires', () => {
  const noon: readonly Cron[] = [{ cron: '0 12 * * *', timezone: 'UTC' }];
  expect(ask('all', '10T05:00', '11T12:00', 10, noon).serve).toEqual([
    interval('10T05:00', '10T12:00'),
    interval('10T12:00', '11T12:00'),
  ]);
  expect(ask('latest', '10T05:00', '10T13:00', 10, noon)).not.toHaveProperty('dropped');
});

test('a schedule that is over, or empty, has nothing due', () => {
  const over: readonly Cron[] = [{ cron: '0 5 * * *', timezone: 'UTC', end: '2026-01-10' }];
  expect(ask('all', '10T05:00', '20T05:00', 10, over)).toEqual({ serve: [], cursor: iso('10T05:00'), more: false });
  expect(ask('all', '10T05:00', '20T05:00', 10, [])).toEqual({ serve: [], cursor: iso('10T05:00'), more: false });
  expect(ask('all', undefined, '20T05:00', 10, [])).toEqual({ serve: [], cursor: iso('20T05:00'), more: false });
});

test('a cursor of long ago costs little: dropped intervals are counted up to a bound', () => {
  const minutely: readonly Cron[] = [{ cron: '* * * * *', timezone: 'UTC' }];
  const now = at('20T05:00');
  const question = { cursor: '1970-01-01T00:00:00.000Z', now, catchup: 'latest', most: 10 } as const;
  expect(due(minutely, question).dropped).toMatchObject({ count: mostCounted, from: question.cursor });
});
