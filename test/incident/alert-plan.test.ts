import { describe, expect, test } from 'vitest';
import { alertBody } from '../../src/incident/alert-body.ts';
import type { AlertMessage } from '../../src/incident/alert-message.ts';
import { planAlerts, recordSent } from '../../src/incident/alert-plan.ts';
import { type Book, emptyBook, type MemberFacts } from '../../src/incident/incident.ts';
import type { Observation } from '../../src/incident/observation.ts';
import { observe } from '../../src/incident/observe.ts';
import { isQuiet } from '../../src/incident/quiet-hours.ts';
import { quieten } from '../../src/incident/quieten.ts';
import { type Alerts, defaultAlerts, type QuietHours, weekdays } from '../../src/model/alerts.ts';
import fc from '../support/seeded-fast-check.ts';
import { failed, green, missed, on } from './incident-runs.ts';

const away = 'could not connect to server: Connection refused';
const all = { webhook: 'SLACK', format: 'slack' } as const;
const simple: Alerts = { ...defaultAlerts, routes: [all] };
const nights: QuietHours = { from: '22:00', to: '07:00', days: weekdays, critical: 'always' };

class Pager {
  book: Book = emptyBook('production');
  readonly heard: string[] = [];
  readonly #alerts: Alerts;

  constructor(alerts: Alerts = simple) {
    this.#alerts = alerts;
  }

  at(time: string, ...observations: readonly Observation[]): readonly AlertMessage[] {
    this.book = observations.reduce(observe, this.book);
    const now = Date.parse(time);
    const messages = planAlerts(this.book, this.#alerts, now);
    for (const message of messages) {
      this.book = recordSent(this.book, message, now);
      const words = message.items.map(({ kind, title, severity }) => `${kind} ${title} (${severity})`);
      this.heard.push(`${message.to.webhook}: ${words.join('; ')}`);
    }
    return messages;
  }
}

/** Causes of their own, so that each is an incident. */
const own = (pipeline: string, at: string, facts: Partial<MemberFacts> = {}) =>
  failed(
    pipeline,
    at,
    `no such table: ${pipeline.replaceAll(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '')}`,
    facts,
  );

describe('messages', () => {
  test('one when it opens, one when it is over, none for repeats; 400 pipelines of one cause are one', () => {
    const pager = new Pager();
    pager.at(on(1, '05:00'), ...Array.from({ length: 400 }, (_, index) => failed(`p${index}`, on(1, '05:00'), away)));
    pager.at(on(1, '05:10'), failed('p7', on(1, '05:10'), away));
    const greens = Array.from({ length: 400 }, (_, index) => green(`p${index}`, on(1, '06:00')));
    for (let from = 0; from < 400; from += 100) pager.at(on(1, '06:00'), ...greens.slice(from, from + 100));
    const title = `400 pipelines: load fails: ${away}`;
    expect(pager.heard).toEqual([`SLACK: opened ${title} (warning)`, `SLACK: recovered ${title} (warning)`]);
  });

  test('without a route there are none', () => {
    const pager = new Pager(defaultAlerts);
    expect(pager.at(on(1, '05:00'), failed('daily', on(1, '05:00'), away))).toEqual([]);
  });

  test('after three failures in a row, but at once if somebody waits', () => {
    const pager = new Pager({ ...simple, after: 3 });
    for (const day of [1, 2]) pager.at(on(day, '05:00'), failed('daily', on(day, '05:00'), away));
    expect(pager.heard).toEqual([]);
    pager.at(on(3, '05:00'), failed('daily', on(3, '05:00'), away));
    expect(pager.heard).toHaveLength(1);
    pager.at(on(4, '05:00'), own('other', on(4, '05:00')));
    expect(pager.heard).toHaveLength(1);
    pager.at(on(4, '06:00'), missed('other', on(4, '06:00')));
    expect(pager.heard[1]).toBe('SLACK: opened other: load fails: no such table: other (critical)');
  });

  test('what is acked, snoozed or muted is quiet; what comes back is told again', () => {
    const kinds = [
      { kind: 'ack', by: 'Ana', at: on(1, '05:01') },
      { kind: 'snooze', by: 'Ana', until: on(1, '09:00') },
      { kind: 'mute' },
    ] as const;
    const heard = kinds.map((quieting) => {
      const pager = new Pager({ ...simple, quiet: nights });
      pager.at(on(1, '05:00'), failed('daily', on(1, '05:00'), away));
      pager.book = quieten(pager.book, pager.book.incidents[0]?.id ?? '', quieting);
      pager.at(on(1, '08:00'));
      const before = pager.heard.length;
      pager.at(on(1, '10:00'));
      pager.at(on(2, '10:00'), green('daily', on(2, '09:00')), failed('daily', on(2, '10:00'), away));
      return [before, pager.heard.length];
    });
    expect(heard).toEqual([
      [0, 1],
      [0, 2],
      [0, 0],
    ]);
  });

  test('wait for the end of quiet hours, and are not sent if it is over by then; critical ones come at once if they may', () => {
    const night = (critical: 'always' | 'wait') => {
      const pager = new Pager({ ...simple, quiet: { ...nights, critical } });
      pager.at(on(1, '05:00'), own('gone', on(1, '05:00')), own('stays', on(1, '05:00')));
      pager.at(on(1, '05:30'), own('urgent', on(1, '05:30'), { waiting: ['board'] }));
      pager.at(on(1, '06:00'), green('gone', on(1, '06:00')));
      const atNight = pager.heard.length;
      pager.at(on(1, '07:00'));
      return [atNight, pager.heard.length];
    };
    expect(night('always')).toEqual([1, 2]);
    expect(night('wait')).toEqual([0, 2]);
  });

  test('beyond the day’s budget are one digest, the rest comes the next day', () => {
    const pager = new Pager({ ...simple, perDay: 3 });
    const many = (from: number, count: number, time: string) =>
      Array.from({ length: count }, (_, index) => own(`p${from + index}`, time));
    pager.at(on(1, '05:00'), ...many(0, 1, on(1, '05:00')));
    const storm = pager.at(on(1, '06:00'), ...many(1, 9, on(1, '06:00')));
    expect(storm.map(({ digest, items }) => [digest, items.length])).toEqual([
      [false, 1],
      [true, 8],
    ]);
    expect(pager.at(on(1, '08:00'), ...many(10, 2, on(1, '08:00')))).toEqual([]);
    expect(pager.at(on(2, '05:00'))).toHaveLength(2);
  });

  test('go to the first route that fits', () => {
    const routes = [
      { webhook: 'FINANCE', format: 'slack', pipelines: ['finance/**'] },
      { webhook: 'DAILY', format: 'json', tags: ['daily'], owners: ['@Acme/Data'] },
      all,
    ] as const;
    const pager = new Pager({ ...simple, routes });
    const at = on(1, '05:00');
    const daily = { tags: ['daily'] };
    pager.at(at, own('finance/close', at), own('b', at, { ...daily, owner: '@acme/data' }), own('c', at, daily));
    expect(pager.heard.map((each) => each.split(':')[0])).toEqual(['FINANCE', 'DAILY', 'SLACK']);
  });
});

describe('quiet hours', () => {
  const paris = 'Europe/Paris';
  const quiet = (hours: Partial<QuietHours>, at: string) => isQuiet({ ...nights, ...hours }, paris, Date.parse(at));

  test('follow the wall when clocks change', () => {
    const wakes = (day: string) => {
      const minutes = Array.from({ length: 24 * 60 }, (_, minute) => Date.parse(`${day}T00:00:00Z`) + minute * 60_000);
      return new Date(minutes.find((at) => !isQuiet(nights, paris, at)) ?? 0).toISOString().slice(11, 16);
    };
    expect([wakes('2026-03-28'), wakes('2026-03-29'), wakes('2026-10-24'), wakes('2026-10-25')]).toEqual([
      '06:00',
      '05:00',
      '05:00',
      '06:00',
    ]);
  });

  test('belong to the day on which they begin', () => {
    const friday = { days: ['fri'] as const };
    expect(quiet(friday, '2026-03-06T21:30:00Z')).toBe(true);
    expect(quiet(friday, '2026-03-07T05:30:00Z')).toBe(true);
    expect(quiet(friday, '2026-03-07T21:30:00Z')).toBe(false);
    expect(quiet({ from: '12:00', to: '13:00', days: ['fri'] }, '2026-03-06T11:30:00Z')).toBe(true);
    expect(quiet({ from: '12:00', to: '13:00', days: ['fri'] }, '2026-03-06T12:00:00Z')).toBe(false);
  });
});

test('a body says it all and can neither mention nor forge', () => {
  const pager = new Pager();
  const [message] = pager.at(on(1, '05:00'), failed('<!channel>|&', on(1, '05:00'), 'bad <http://x|link> & <@U1>'));
  expect(message).toBeDefined();
  if (message === undefined) return;
  expect(JSON.parse(alertBody(message, 'production'))).toEqual({
    text: '🔴 &lt;!channel&gt;¦&amp;: load fails: bad &lt;http://x¦link&gt; &amp; &lt;@U1&gt; (production)',
  });
  const json = alertBody({ ...message, to: { ...all, format: 'json' } }, 'production');
  expect(JSON.parse(json)).toMatchObject({ version: 1, key: message.key, incidents: [{ kind: 'opened' }] });
});

test('whatever fails: one message for each opening, none in quiet hours but critical ones, and never more than the budget', () => {
  const step = fc.record({
    pipeline: fc.constantFrom('a', 'b', 'c', 'd'),
    minutes: fc.integer({ min: 1, max: 600 }),
    what: fc.constantFrom('fails', 'fails', 'green', 'late'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 4 }), (steps, perDay) => {
      const pager = new Pager({ ...simple, perDay, quiet: nights });
      const keys: string[] = [];
      const days = new Map<string, number>();
      let minutes = 0;
      for (const { pipeline, minutes: more, what } of steps) {
        minutes += more;
        const time = new Date(Date.parse(on(1, '00:00')) + minutes * 60_000).toISOString();
        const observation =
          what === 'green' ? green(pipeline, time) : what === 'late' ? missed(pipeline, time) : own(pipeline, time);
        for (const { items } of pager.at(time, observation)) {
          keys.push(...items.map(({ incident, change }) => `${incident} ${change}`));
          days.set(time.slice(0, 10), (days.get(time.slice(0, 10)) ?? 0) + 1);
          if (!isQuiet(nights, 'UTC', Date.parse(time))) continue;
          for (const { severity, kind } of items) expect([severity, kind === 'recovered']).toEqual(['critical', false]);
        }
      }
      expect(new Set(keys).size).toBe(keys.length);
      for (const count of days.values()) expect(count).toBeLessThanOrEqual(perDay);
    }),
  );
});
