import { expect, test } from 'vitest';
import { CaughtUp } from '../../src/tick/caught-up.ts';
import type { Start } from '../../src/tick/step.ts';

const since = '2026-03-02T12:00:00.000Z';
const ended = (end: string, kind: 'schedule' | 'after' = 'schedule'): Start => ({
  cause: kind === 'after' ? { kind, upstream: {} } : { kind },
  interval: { start: '2026-01-01T00:00:00.000Z', end },
  generation: 0,
});

test('so many that were late when it began, of each pipeline; what falls due meanwhile is not counted', () => {
  const caughtUp = new CaughtUp(since, 2);
  for (const end of ['2026-03-01T05:00:00.000Z', since]) {
    expect(caughtUp.allows('a', ended(end))).toBe(true);
    caughtUp.count('a', ended(end));
    caughtUp.count('a', ended('2026-03-02T12:01:00.000Z'));
    caughtUp.count('a', ended(end, 'after'));
  }
  expect(caughtUp.allows('a', ended(since))).toBe(false);
  expect(caughtUp.allows('a', ended('2026-03-02T12:01:00.000Z'))).toBe(true);
  expect(caughtUp.allows('a', ended(since, 'after'))).toBe(true);
  expect(caughtUp.allows('b', ended(since))).toBe(true);
});
