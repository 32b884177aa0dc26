import { expect, test } from 'vitest';
import { isTimezone, timezoneNames } from '../../src/schedule/timezone.ts';

test.each(['UTC', 'Europe/Paris', 'America/Argentina/Buenos_Aires', 'US/Pacific', 'Etc/GMT+1'])('%s is one', (name) => {
  expect(isTimezone(name)).toBe(true);
});

test.each(['', 'Europe/Pari', '+01:00', 'GMT+1', 'local', ' UTC', `A${'a'.repeat(200)}`])('%j is none', (name) => {
  expect(isTimezone(name)).toBe(false);
});

test('the names to guess from are sorted, unique and timezones themselves', () => {
  const names = timezoneNames();
  expect(names).toContain('UTC');
  expect(names).toContain('Europe/Paris');
  expect(names).toEqual([...new Set(names)].sort());
  expect(names.filter((name) => !isTimezone(name))).toEqual([]);
});

test('more names than are remembered still get the right answer', () => {
  for (let n = 0; n < 1_500; n += 1) isTimezone(`No/Where-${n}`);
  expect(isTimezone('UTC')).toBe(true);
  expect(isTimezone('No/Where-1')).toBe(false);
});
