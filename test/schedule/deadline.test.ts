import { describe, expect, test } from 'vitest';
import { deadlineAt } from '../../src/schedule/deadline.ts';

describe('deadlineAt', () => {
  test('counts a span from when the run was due', () => {
    expect(deadlineAt({ afterMs: 90 * 60_000 }, '2026-01-01T05:00:00.000Z')).toBe('2026-01-01T06:30:00.000Z');
  });

  test.each([
    ['later that day', 'Europe/Paris', '07:00', '2026-01-01T04:00:00.000Z', '2026-01-01T06:00:00.000Z'],
    ['the next day, if it has passed', 'Europe/Paris', '07:00', '2026-01-01T06:00:00.000Z', '2026-01-02T06:00:00.000Z'],
    ['of the zone’s day', 'America/Los_Angeles', '23:00', '2026-01-02T02:00:00.000Z', '2026-01-02T07:00:00.000Z'],
    ['at the end of a gap', 'Europe/Paris', '02:30', '2026-03-29T00:00:00.000Z', '2026-03-29T01:00:00.000Z'],
    ['the first of two', 'Europe/Paris', '02:30', '2026-10-24T23:00:00.000Z', '2026-10-25T00:30:00.000Z'],
    [
      'on the day after clocks changed',
      'Europe/Paris',
      '07:00',
      '2026-03-28T06:00:00.000Z',
      '2026-03-29T05:00:00.000Z',
    ],
  ])('takes a time of day %s', (_, timezone, by, due, at) => {
    expect(deadlineAt({ by, timezone }, due)).toBe(at);
  });
});
