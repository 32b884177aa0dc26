import { Cron as Croner } from 'croner';
import { expect, test } from 'vitest';
import { compileCron } from '../../src/schedule/compile-cron.ts';
import { neverFires, parseCron } from '../../src/schedule/cron.ts';
import { checkField, cronFields } from '../../src/schedule/cron-field.ts';
import fc from '../support/seeded-fast-check.ts';

test.each([
  '* * * * *',
  '0 5 * * *',
  '*/15 8-18 * * 1-5',
  '0-30/10,45 0 1,15 JAN-mar,12 *',
  '0 0 * * sun,7',
  '0 0 L * *',
  '0 0 LW * *',
  '0 0 L,15w,1-7/2 * *',
  '0 0 * * FRI#2,5L',
])('%s is read', (text) => {
  expect(parseCron(text)).toEqual({ ok: true, cron: { text } });
});

test('space around and between fields does not matter', () => {
  expect(parseCron('  0\t5 *  * *\n')).toEqual({ ok: true, cron: { text: '0 5 * * *' } });
});

test.each([
  ['60 * * * *', '60', '`60` is no minute', 'The minute is 0 to 59, or `*` for all.'],
  ['0 24 * * *', '24', '`24` is no hour', 'The hour is 0 to 23, or `*` for all.'],
  ['0 0 0 * *', '0', '`0` is no day of month', 'The day of month is 1 to 31, or `*` for all.'],
  ['0 0 1 jänner *', 'jänner', '`jänner` is no month', 'The month is 1 to 12 or JAN to DEC, or `*` for all.'],
  ['0 0 * * 1,8', '8', '`8` is no day of week', 'The day of week is 0 to 7 or SUN to SAT, or `*` for all.'],
  ['0 22-2 * * *', '22-2', '`22-2` runs backwards', 'Write `22-23,0-2`.'],
  ['0 0 * * FRI-MON', 'FRI-MON', '`FRI-MON` runs backwards', 'Write `5-6,0-1`.'],
  ['0 0 * * 7-2', '7-2', '`7-2` runs backwards', 'Write `0-2`.'],
  ['5/10 * * * *', '5/10', '`5/10` has a step but no range', 'Write `5-59/10` or `*/10`.'],
  ['0 0 * * 7/2', '7/2', '`7/2` has a step but no range', 'Write `0-6/2` or `*/2`.'],
  ['*/0 * * * *', '*/0', '`/0` is no step of the minute', 'A step is a number from 1 to 60, e.g. `*/15`.'],
  ['0 */2/2 * * *', '*/2/2', '`*/2/2` has two steps', 'Write one step, e.g. `*/15`.'],
  ['0 0 1-2-3 * *', '1-2-3', '`1-2-3` is no range', 'Write a range as `1-5`.'],
  ['0 1,,2 * * *', ',', 'the hour has an empty part', 'Remove the superfluous comma.'],
  ['0 0 1,LW * *', 'LW', '`LW` stands in a list', 'Write a cron line of its own for `LW`.'],
  ['0 0 ? * *', '?', '`?` is a sign of other cron dialects', 'Write `*`.'],
])('%s: %s is marked', (text, marked, message, help) => {
  const parsed = parseCron(text);
  expect(parsed).toMatchObject({ ok: false, message, help, field: expect.any(String) });
  expect(parsed.ok ? '' : text.slice(parsed.start, parsed.end)).toBe(marked);
});

test.each([
  ['@daily', '`@daily` is a nickname, and nicknames are not cron expressions', 'Write `0 0 * * *`.'],
  [
    '@reboot',
    '`@reboot` is a nickname, and nicknames are not cron expressions',
    expect.stringContaining('Five fields'),
  ],
  ['', 'the expression is empty', expect.stringContaining('Five fields')],
  ['* * * *', 'the expression has 4 fields, not five', expect.stringContaining('Five fields')],
  ['0 0 5 * * *', 'the expression has 6 fields, not five', expect.stringContaining('Remove the seconds or the year')],
  [`${'1,'.repeat(300)}1 * * * *`, 'the expression is longer than 500 characters', expect.any(String)],
])('%s is refused as a whole', (text, message, help) => {
  expect(parseCron(text)).toEqual({ ok: false, message, help, start: 0, end: text.length });
});

test.each([
  ['0 0 31 2 *', true],
  ['0 0 31 4,6,9,11 *', true],
  ['0 0 30-31 2 *', true],
  ['0 0 29 2 *', false],
  ['0 0 31 2 1', false],
  ['0 0 * 2 MON#5', false],
])('%s never fires: %s', (text, never) => {
  const parsed = parseCron(text);
  expect(parsed.ok && neverFires(parsed.cron)).toBe(never);
});

test('no text whatever makes it throw, and a problem lies within the text', () => {
  const field = fc.string({ unit: fc.constantFrom(...'0123456789*/,-LW#?@ MONJANé'), maxLength: 6 });
  const text = fc.oneof(
    fc.string(),
    fc.tuple(field, field, field, field, field).map((fields) => fields.join(' ')),
  );
  fc.assert(
    fc.property(text, (any) => {
      const parsed = parseCron(any);
      if (parsed.ok) return void neverFires(parsed.cron);
      expect(parsed.start).toBeGreaterThanOrEqual(0);
      expect(parsed.end).toBeGreaterThanOrEqual(parsed.start);
      expect(parsed.end).toBeLessThanOrEqual(any.length);
    }),
    { numRuns: 500 },
  );
});

test('what a help says to write is accepted in its place', () => {
  const part = fc.string({
    unit: fc.constantFrom(...'0123456789*/-', 'MON', 'SUN', 'JAN'),
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(fc.constantFrom(...cronFields), part, (field, text) => {
      const help = checkField(field, text)?.help ?? '';
      const advised = help.startsWith('Write `') ? [...help.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '') : [];
      for (const each of advised) {
        const problem = checkField(field, each);
        expect(problem === undefined || /is no step|two steps/.test(problem.message)).toBe(true);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('whatever the fields allow has times and days', () => {
  const fields = cronFields.map((field) => {
    const value = fc.integer({ min: field.least, max: field.most }).map(String);
    const name = field.names.length > 0 ? fc.oneof(value, fc.constantFrom(...field.names)) : value;
    const range = fc.tuple(name, name).map(([from, to]) => `${from}-${to}`);
    const step = fc.integer({ min: 1, max: field.most + 1 });
    const stepped = fc.tuple(fc.oneof(fc.constant('*'), range), step).map(([of, size]) => `${of}/${size}`);
    const special = fc.oneof(
      fc.constantFrom('L', 'LW', '*'),
      value.map((day) => `${day}W`),
      name.map((day) => `${day}#2`),
      name.map((day) => `${day}L`),
    );
    const items = fc.array(fc.oneof(name, name, range, stepped, special), { minLength: 1, maxLength: 2 });
    return fc.oneof(items, fc.constant(['*'])).map((all) => all.join(','));
  });
  fc.assert(
    fc.property(fc.tuple(...fields), (all) => {
      const parsed = parseCron(all.join(' '));
      fc.pre(parsed.ok);
      const { times, days } = compileCron(parsed.cron.text);
      expect(times.length).toBeGreaterThan(0);
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
      expect(days.months.size).toBeGreaterThan(0);
      expect(() => new Croner(parsed.cron.text, { mode: '5-part', paused: true })).not.toThrow();
    }),
    { numRuns: 500, maxSkipsPerRun: 100 },
  );
});

test.each([
  ['* * * * *', true],
  ['0 */2 * * *', true],
  ['0 5,*/6 * * *', true],
  ['0 0-23 * * *', true],
  ['0 0-23/3 * * *', true],
  ['0 0-11,12-23 * * *', true],
  ['0 */24 * * *', false],
  ['*/5 2 * * *', false],
  ['0 0-22 * * *', false],
  ['0 8-18/2 * * *', false],
])('%s runs by the hour: %s', (text, byHour) => {
  expect(compileCron(text).byHour).toBe(byHour);
});

test('what is no cron expression is a bug of whoever has it compiled', () => {
  expect(() => compileCron('0 5 * *')).toThrow(TypeError);
  expect(() => compileCron('0 25 * * *')).toThrow(TypeError);
});
