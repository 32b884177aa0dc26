import { describe, expect, test } from 'vitest';
import { translateCron } from '../../src/import/translate-cron.ts';
import { fires } from '../../src/schedule/fires.ts';
import fc from '../support/seeded-fast-check.ts';
import { cronRuns, minutesOf } from './cron-oracle.ts';

function translate(text: string) {
  return translateCron(text.split(' '), 1);
}

test.each([
  ['*/5 * * * *', '*/5 * * * *'],
  ['0 9 * * mon-fri', '0 9 * * MON-FRI'],
  ['0 0 1 jan,jul *', '0 0 1 JAN,JUL *'],
  ['0 9 * * 5-7', '0 9 * * 0,5-6'],
  ['0 9 * * fri-sun', '0 9 * * 0,5-6'],
  ['0 9 * * 7', '0 9 * * 0'],
  ['*/90 */48 * * *', '*/60 */24 * * *'],
  ['0 0 */40,3 * 1', '0 0 */31,3 * 1'],
  ['0 0 1-31 * 1', '0 0 * * *'],
  ['0 0 */2 * 1', '0 0 */2 * 1'],
  ['*/1 0-23 1-31/1 1-12 0-6', '* * * * *'],
])('%s becomes %s without a word', (from, to) => {
  expect(translate(from)).toEqual({ ok: true, cron: to, notes: [] });
});

test.each([
  ['5/15 * * * *', '5 * * * *', '5-59/15'],
  ['0 22-2 * * *', '0 0-2,22-23 * * *', 'backwards'],
  ['0 9-5/4 * * *', '0 1,5,9,13,17,21 * * *', 'backwards'],
])('%s becomes %s, with a note', (from, to, word) => {
  expect(translate(from)).toMatchObject({ ok: true, cron: to, notes: [{ text: expect.stringContaining(word) }] });
});

test('a random time is one of those that cron would draw, always the same for a line', () => {
  for (const seed of [0, 1, 59, 60, 4_000_000_000]) {
    const first = translateCron(['10~20', '~', '1~1', '*', '*'], seed);
    expect(first).toMatchObject({ ok: true, notes: [{ about: 'random' }, { about: 'random' }, { about: 'random' }] });
    if (!first.ok) continue;
    const [minute, hour, day] = first.cron.split(' ').map(Number);
    expect([Number(minute) >= 10 && Number(minute) <= 20, Number(hour) <= 23, day]).toEqual([true, true, 1]);
    expect(translateCron(['10~20', '~', '1~1', '*', '*'], seed)).toEqual(first);
  }
});

test.each([
  '60 * * * *',
  '* 24 * * *',
  '* * 0 * *',
  '* * * 13 *',
  '* * * * 8',
  '* * L * *',
  '* * * * FRI#2',
  '*/0 * * * *',
  '1,,2 * * * *',
  'a * * * *',
])('cron has no %s', (text) => {
  expect(translate(text)).toMatchObject({ ok: false, reason: expect.stringContaining('of cron') });
});

test('a day that never comes is refused', () => {
  expect(translate('0 0 30 2 *')).toEqual({ ok: false, reason: 'no such day ever comes' });
});

function field(least: number, most: number, names: readonly string[] = [], firstName = 0) {
  const value = fc.integer({ min: least, max: most });
  const name = value.map((each) => names[each - firstName] ?? String(each));
  const size = fc.integer({ min: 1, max: most + 5 });
  const range = fc.tuple(value, value).map((pair) => pair.sort((a, b) => a - b).join('-'));
  const item = fc.oneof(
    { weight: 4, arbitrary: value.map(String) },
    { weight: 1, arbitrary: name },
    { weight: 3, arbitrary: range },
    fc.tuple(range, size).map((parts) => parts.join('/')),
    size.map((each) => `*/${each}`),
    fc.tuple(value, size).map((parts) => parts.join('/')),
  );
  const list = fc.array(item, { minLength: 1, maxLength: 4 }).map((items) => items.join(','));
  return fc.oneof({ weight: 2, arbitrary: fc.constant('*') }, { weight: 3, arbitrary: list });
}

const weekdays = ['sun', 'Mon', 'TUE', 'wed', 'thu', 'fri', 'sat'];
const line = fc.tuple(
  field(0, 59),
  field(0, 23),
  field(1, 31),
  field(1, 12, ['jan', 'FEB', 'mar', 'apr', 'may', 'jun', 'jul', 'Aug', 'sep', 'oct', 'nov', 'dec'], 1),
  fc.oneof({ weight: 6, arbitrary: field(0, 7, weekdays) }, fc.constantFrom('5-0', 'fri-sun', 'MON-FRI', '1,3-7/2')),
);

describe.each([
  ['Europe/Paris', '2026-02'],
  ['America/New_York', '2026-05'],
  ['Asia/Kolkata', '2026-08'],
])('in %s', (timezone, month) => {
  test(`a pipeline runs at the minutes of ${month} at which cron ran the line`, () => {
    const minutes = minutesOf(month, timezone);
    const [first, last] = [minutes[0]?.at ?? 0, minutes.at(-1)?.at ?? 0];
    fc.assert(
      fc.property(line, (fields) => {
        const translated = translateCron(fields, 7);
        if (!translated.ok) {
          expect([translated.reason, cronRuns(fields, minutes)]).toEqual(['no such day ever comes', []]);
          return;
        }
        const wanted = cronRuns(fields, minutes);
        const found = fires([{ cron: translated.cron, timezone }], first - 1, Math.min(wanted.length + 1, 10_000));
        expect(found.filter((at) => at <= last)).toEqual(wanted.slice(0, 10_000));
      }),
      { numRuns: 150 },
    );
  });
});
