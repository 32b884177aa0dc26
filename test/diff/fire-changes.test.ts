import { expect, test } from 'vitest';
import { clockTraps } from '../../src/diff/clock-traps.ts';
import { diffPipelines } from '../../src/diff/diff-pipelines.ts';
import { fireChanges } from '../../src/diff/fire-changes.ts';
import { fires } from '../../src/schedule/fires.ts';
import fc from '../support/seeded-fast-check.ts';
import { sideOf } from './sides.ts';

const from = Date.parse('2026-11-21T12:00:00Z');
const task = 'tasks: { a: { run: echo, pool: crm } }';
const on = (cron: string, timezone = 'UTC') =>
  `on: { schedule: [{ cron: "${cron}", timezone: ${timezone} }] }\n${task}`;

function changes(base: Record<string, string>, head: Record<string, string>, scope = 'repository') {
  const settings = `pools: { crm: { slots: 1, scope: ${scope} } }`;
  const [before, after] = [sideOf(base, settings), sideOf(head, settings)];
  return fireChanges(diffPipelines(before, after), before, after, from);
}

test('the next ten and how many in a month, before and after', () => {
  const [change] = changes({ a: on('0 5 * * *') }, { a: on('0 */6 * * *') });
  expect(change).toMatchObject({ pipeline: 'a', before: { month: 30 }, after: { month: 120 } });
  expect(change?.before.next).toHaveLength(10);
  expect(change?.before.next[0]).toBe('2026-11-22T05:00:00.000Z');
  expect(change?.after.next.slice(0, 2)).toEqual(['2026-11-21T18:00:00.000Z', '2026-11-22T00:00:00.000Z']);
});

test('only pipelines whose schedule has changed; one that is new or gone has the other side empty', () => {
  const found = changes(
    { a: on('0 5 * * *'), b: on('0 6 * * *') },
    { a: `name: x\n${on('0 5 * * *')}`, c: `name: c\n${on('1 1 1 1 *').replace('echo', 'other')}` },
  );
  expect(found.map(({ pipeline, before, after }) => [pipeline, before.month, after.month])).toEqual([
    ['b', 30, 0],
    ['c', 0, 0],
  ]);
  expect(changes({ a: on('0 5 * * *') }, { a: on('0 5 * *') })).toEqual([]);
});

test('who starts in the same hour now, those with the same pool first', () => {
  const others = {
    x: on('30 6 * * *').replace(', pool: crm', ''),
    y: on('15 6 * * 1'),
    z: on('0 7 * * *'),
    w: on('0 5 * * *'),
  };
  const [change] = changes({ a: on('0 5 * * *'), ...others }, { a: on('0 5,6 * * *'), ...others });
  expect(change?.collisions).toEqual([
    { pipeline: 'y', pools: ['crm'], hours: 1, first: '2026-11-23T06:00:00.000Z' },
    { pipeline: 'x', pools: [], hours: 7, first: '2026-11-22T06:00:00.000Z' },
  ]);
  const [own] = changes({ a: on('0 5 * * *'), ...others }, { a: on('0 5,6 * * *'), ...others }, 'run');
  expect(own?.collisions.flatMap(({ pools }) => pools)).toEqual([]);
});

test('times that clocks skip or show twice, with when they fire', () => {
  expect(clockTraps([{ cron: '30 2 * * *', timezone: 'Europe/Paris' }], from)).toEqual([
    { kind: 'skipped', timezone: 'Europe/Paris', local: '2027-03-28T02:30', at: '2027-03-28T01:00:00.000Z' },
    { kind: 'doubled', timezone: 'Europe/Paris', local: '2027-10-31T02:30', at: '2027-10-31T00:30:00.000Z' },
  ]);
  expect(
    clockTraps(
      [
        { cron: '0 * * * *', timezone: 'Europe/Paris' },
        { cron: '30 2 * * *', timezone: 'UTC' },
      ],
      from,
    ),
  ).toEqual([]);
  expect(clockTraps([{ cron: '30 2 * * 1', timezone: 'Europe/Paris' }], from)).toEqual([]);
  expect(clockTraps([{ cron: '30 2 * * *', timezone: 'Europe/Paris', end: '2027-01-01' }], from)).toEqual([]);
});

test('a trap is a time at which the schedule does fire', () => {
  const zones = [
    'Europe/Paris',
    'America/New_York',
    'Australia/Lord_Howe',
    'America/Santiago',
    'Africa/Cairo',
    'Asia/Kolkata',
  ];
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.nat({ max: 23 }), fc.nat({ max: 59 }), (timezone, hour, minute) => {
      const schedule = [{ cron: `${minute} ${hour} * * *`, timezone }];
      for (const { at, kind, local } of clockTraps(schedule, from)) {
        expect(fires(schedule, Date.parse(at) - 1, 1)).toEqual([Date.parse(at)]);
        const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'short' });
        const shown = clock.format(new Date(at)).replace(' ', 'T');
        expect(shown === local).toBe(kind === 'doubled');
      }
    }),
  );
});
