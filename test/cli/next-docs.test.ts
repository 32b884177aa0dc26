import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runProgram } from '../../src/cli/run-program.ts';
import { nextFire } from '../../src/schedule/fires.ts';
import { zoneOf } from '../../src/schedule/zone.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { repository } from './cli-rig.ts';
import { RecordingTerminal } from './recording-terminal.ts';

const page = readFileSync('docs/schedules.md', 'utf8');

test('docs/schedules.md shows what segue next prints', async () => {
  const [, words = '', output] = /\$ segue (.+)\n([\s\S]+?)```/.exec(page) ?? [];
  const place = repository({
    daily: 'on: { schedule: [{ cron: "30 2 * * *", timezone: Europe/Paris }] }\ntasks: { a: { run: echo } }\n',
  });
  const terminal = new RecordingTerminal();
  const clock = new ManualClock('2026-03-22T12:00:00Z');
  await runProgram(words.split(' '), {
    terminal,
    environment: { PATH: process.env.PATH ?? '' },
    clock,
    cwd: place.path,
  });
  expect(terminal.stdout).toBe(output);
});

const rows = [...page.matchAll(/^\| `(.+?)` \| (\w+\/\w+) \| ([\d-]{10}) \| .+? \| (.+?) \|$/gm)];

test('the table about changes of clocks is in docs/schedules.md', () => {
  expect(rows.length).toBeGreaterThan(7);
});

test.each(rows.map(([, ...cells]) => cells))('as written there: %s in %s on %s', (cron, timezone, date, text) => {
  const zone = zoneOf(timezone ?? '');
  const expected = text?.match(/\d\d:\d\d/g) ?? [];
  const shown: string[] = [];
  let fire = zone.instantOf(Date.parse(`${date}T00:00Z`)) - 1;
  for (let count = 0; count < expected.length; count += 1) {
    fire = nextFire([{ cron: cron ?? '', timezone: timezone ?? '' }], fire) ?? 0;
    shown.push(new Date(fire + zone.offsetAt(fire)).toISOString().slice(0, 16));
  }
  const day = text?.includes('of the 31st') ? '2024-03-31' : date;
  expect(shown).toEqual(expected.map((time) => `${day}T${time}`));
  const next = nextFire([{ cron: cron ?? '', timezone: timezone ?? '' }], fire) ?? 0;
  const isSameDay = new Date(next + zone.offsetAt(next)).toISOString().startsWith(date ?? '');
  expect(isSameDay).toBe(text?.endsWith('…'));
});
