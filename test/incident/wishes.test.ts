import { describe, expect, test } from 'vitest';
import { type Book, emptyBook } from '../../src/incident/incident.ts';
import type { Observation } from '../../src/incident/observation.ts';
import { observe } from '../../src/incident/observe.ts';
import { isAcked, quieten } from '../../src/incident/quieten.ts';
import { severityOf } from '../../src/incident/severity.ts';
import { type IncidentPages, wishes } from '../../src/incident/wishes.ts';
import { decodeIncidents, encodeIncidents } from '../../src/store/codec/codec-incidents.ts';
import { MemoryForge } from '../support/github-memory-forge.ts';
import fc from '../support/seeded-fast-check.ts';
import { ended, failed, green, missed, on } from './incident-runs.ts';
import { deliver, plainPages } from './plain-pages.ts';

const away = 'could not connect to server: Connection refused';
const privileges = 'Insufficient privileges to operate on table FX';

class Desk {
  readonly forge = new MemoryForge();
  book: Book = emptyBook('production');

  /** Tells it, and delivers what is wished; the calls that it took. */
  async tell(...observations: readonly Observation[]): Promise<number> {
    this.book = observations.reduce(observe, this.book);
    return this.deliver();
  }

  async deliver(at = on(1, '05:00')): Promise<number> {
    let calls = 0;
    const counted = {
      ensureIssue: (wish: Parameters<MemoryForge['ensureIssue']>[0]) => {
        calls++;
        return this.forge.ensureIssue(wish);
      },
      ensureComment: (wish: Parameters<MemoryForge['ensureComment']>[0]) => {
        calls++;
        return this.forge.ensureComment(wish);
      },
    };
    const told = await deliver(this.book, counted, at);
    // What is recorded is what can be stored.
    this.book = decodeIncidents(encodeIncidents(told), 'production');
    return calls;
  }

  get seen(): readonly string[] {
    const issues = this.forge.issues.map(({ wish }) => `${wish.state} ${wish.title}`);
    return [...issues, ...this.forge.comments.map(({ wish }) => `- ${wish.body}`)];
  }
}

const storm = Array.from({ length: 400 }, (_, index) => failed(`p${index}`, on(1, '05:00'), away));

describe('what people see', () => {
  test('of 400 tasks that fail alike: one issue, no comment', async () => {
    const desk = new Desk();
    const tasks = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`t${index}`, { says: away }]));
    expect(await desk.tell(ended({ at: on(1, '05:00'), tasks }))).toBe(1);
    expect(desk.seen).toEqual([`open daily: ${away}`]);
  });

  test('of 400 pipelines that fail alike: one issue, one call', async () => {
    const desk = new Desk();
    expect(await desk.tell(...storm)).toBe(1);
    expect(desk.seen).toEqual([`open 400 pipelines: ${away}`]);
  });

  test('of a failure that repeats, misses its deadline, recovers and comes back', async () => {
    const desk = new Desk();
    await desk.tell(failed('daily', on(1, '05:00'), privileges));
    await desk.tell(failed('daily', on(2, '05:00'), privileges));
    expect(desk.forge.comments).toEqual([]);
    await desk.tell(missed('daily', on(2, '07:00')));
    await desk.tell(failed('daily', on(3, '05:00'), away));
    await desk.tell(green('daily', on(4, '05:00')));
    await desk.tell(failed('daily', on(5, '05:00'), privileges));
    expect(desk.seen).toEqual([
      `open daily: ${privileges}`,
      '- daily: deadline',
      '- daily: cause',
      '- daily: recovered',
      '- daily: reopened',
    ]);
    expect(await desk.deliver()).toBe(0);
  });

  test('of what was over before anybody could be told: nothing', async () => {
    const desk = new Desk();
    await desk.tell(failed('daily', on(1, '05:00'), away), green('daily', on(1, '06:00')));
    expect(desk.seen).toEqual([]);
  });

  test('of what was muted: the page, and no word', async () => {
    const desk = new Desk();
    await desk.tell(failed('daily', on(1, '05:00'), away));
    desk.book = quieten(desk.book, desk.book.incidents[0]?.id ?? '', { kind: 'mute' });
    await desk.tell(missed('daily', on(1, '07:00')), green('daily', on(2, '05:00')));
    expect(desk.seen).toEqual([`closed daily: ${away}`]);
  });
});

describe('an issue that somebody has closed', () => {
  async function closed(): Promise<Desk> {
    const desk = new Desk();
    await desk.tell(failed('daily', on(1, '05:00'), away));
    const id = desk.book.incidents[0]?.id ?? '';
    desk.book = quieten(desk.book, id, { kind: 'close', by: 'ana', at: on(1, '09:00') });
    await desk.deliver();
    return desk;
  }

  test('stays closed, and somebody is on it', async () => {
    const desk = await closed();
    expect(desk.book.incidents.map(isAcked)).toEqual([true]);
    await desk.tell(missed('daily', on(1, '10:00')));
    expect(desk.seen).toEqual([`closed daily: ${away}`, '- daily: deadline']);
  });

  test('says once that it has recovered', async () => {
    const desk = await closed();
    await desk.tell(green('daily', on(2, '05:00')));
    expect(desk.seen).toEqual([`closed daily: ${away}`, '- daily: recovered']);
    expect(desk.forge.issues[0]?.wish).toMatchObject({
      body: expect.stringContaining('recovered'),
      closedAs: 'completed',
    });
    expect(await desk.deliver()).toBe(0);
  });

  test('opens again with the next failure, and nobody is on it any more', async () => {
    const desk = await closed();
    await desk.tell(failed('daily', on(2, '05:00'), away));
    expect(desk.seen).toEqual([`open daily: ${away}`]);
    expect(desk.book.incidents.map(isAcked)).toEqual([false]);
  });

  test('opens again when its person does so, if that was all that they said', async () => {
    const desk = await closed();
    const id = desk.book.incidents[0]?.id ?? '';
    desk.book = quieten(desk.book, id, { kind: 'open' });
    await desk.deliver();
    expect(desk.seen).toEqual([`open daily: ${away}`]);
    const acked = quieten(desk.book, id, { kind: 'ack', by: 'ana', at: on(1, '10:00') });
    expect(quieten(acked, id, { kind: 'open' })).toBe(acked);
  });
});

test('a deadline that passed before the run failed makes it critical, also if that is told after the failure', async () => {
  const desk = new Desk();
  await desk.tell(failed('daily', on(1, '08:00'), away), missed('daily', on(1, '07:00')));
  expect(desk.forge.issues[0]?.wish.labels).toEqual(['segue', 'segue:critical']);
  await desk.tell(green('daily', on(2, '05:00')), failed('daily', on(3, '05:00'), away));
  expect(desk.book.incidents.map(severityOf)).toEqual(['warning']);
});

test('what is closed is not edited when pages are written otherwise; what is open is', async () => {
  const desk = new Desk();
  await desk.tell(failed('a', on(1, '05:00'), away), failed('b', on(1, '05:00'), privileges));
  await desk.tell(green('a', on(2, '05:00')));
  const otherwise: IncidentPages = {
    ...plainPages,
    issue: (incident) => ({ ...plainPages.issue(incident), body: `New: ${plainPages.issue(incident).body}` }),
  };
  expect(wishes(desk.book, otherwise).map(({ wish }) => ('title' in wish ? wish.title : wish.key))).toEqual([
    `b: ${privileges}`,
  ]);
});

describe('a forge', () => {
  test('that is away hears of it later, once, as it stands then', async () => {
    const desk = new Desk();
    desk.forge.trouble = { kind: 'unreachable', why: 'down' };
    await desk.tell(failed('daily', on(1, '05:00'), privileges));
    await desk.tell(failed('daily', on(2, '05:00'), away));
    desk.forge.trouble = undefined;
    await desk.deliver();
    expect(desk.seen).toEqual([`open daily: ${away}`]);
  });

  test('that was away all the time hears of what is over, since it may have taken the issue without an answer', async () => {
    const desk = new Desk();
    desk.forge.trouble = { kind: 'unreachable', why: 'down' };
    await desk.tell(failed('daily', on(1, '05:00'), away));
    await desk.tell(green('daily', on(1, '06:00')));
    desk.forge.trouble = undefined;
    await desk.deliver();
    expect(desk.seen).toEqual([`closed daily: ${away}`]);
  });

  test('that refuses is asked three times in an opening, never twice the same', async () => {
    const desk = new Desk();
    desk.forge.trouble = { kind: 'refused', why: 'issues are switched off' };
    const calls: number[] = [];
    for (let day = 1; day <= 6; day++) {
      calls.push(await desk.tell(failed('daily', on(day, '05:00'), away)));
      calls.push(await desk.deliver());
    }
    expect(calls).toEqual([1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect(desk.book.incidents[0]?.told.refused).toMatchObject({ why: 'issues are switched off', times: 3 });
    desk.forge.trouble = undefined;
    await desk.tell(green('daily', on(7, '05:00')), failed('daily', on(7, '06:00'), away));
    expect(desk.seen).toEqual([`open daily: ${away}`]);
  });
});

test('whatever happens, and whenever the forge is away: in the end it shows what is, in one issue a cause, and each change once', async () => {
  const step = fc.record({
    pipeline: fc.constantFrom('a', 'b'),
    says: fc.constantFrom(away, privileges, 'green', 'green'),
    isAway: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const desk = new Desk();
      for (const [index, { pipeline, says, isAway }] of steps.entries()) {
        desk.forge.trouble = isAway ? { kind: 'unreachable', why: 'down' } : undefined;
        const at = on(1 + Math.floor(index / 3), `${5 + (index % 3)}:00`);
        await desk.tell(says === 'green' ? green(pipeline, at) : failed(pipeline, at, says));
      }
      desk.forge.trouble = undefined;
      // What had no answer is looked for once more when it can have come.
      for (const time of ['05:00', '05:10', '05:20']) await desk.deliver(on(20, time));
      expect(wishes(desk.book, plainPages)).toEqual([]);
      const keys = desk.forge.issues.map(({ wish }) => wish.key);
      expect(new Set(keys).size).toBe(keys.length);
      const comments = desk.forge.comments.map(({ wish }) => wish.key);
      expect(new Set(comments).size).toBe(comments.length);
      const open = desk.forge.issues.filter(({ wish }) => wish.state === 'open').map(({ wish }) => wish.key);
      const { incidents } = desk.book;
      const wanted = incidents.filter((each) => plainPages.issue(each).body.startsWith('open'));
      expect(open.sort()).toEqual(wanted.map(({ id }) => `incident:${id}`).sort());
    }),
    { numRuns: 60 },
  );
});
