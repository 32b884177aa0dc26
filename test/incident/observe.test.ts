import { describe, expect, test } from 'vitest';
import { incidentBounds } from '../../src/incident/bounds.ts';
import type { Book } from '../../src/incident/incident.ts';
import { observe, observeAll } from '../../src/incident/observe.ts';
import { standingOf } from '../../src/incident/standing.ts';
import { bookAfter, changes, seen } from './book-after.ts';
import { ended, failed, green, on } from './incident-runs.ts';

const privileges = 'Insufficient privileges to operate on table FX';
const away = 'could not connect to server: Connection refused';

describe('one incident per cause', () => {
  test('400 tasks that fail alike are one', () => {
    const tasks = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [`load-${index}`, { says: `${privileges}, row ${index}` }]),
    );
    const book = bookAfter(ended({ at: on(1, '05:00'), tasks }));
    expect(book.incidents).toHaveLength(1);
    expect(book.incidents[0]?.members.daily).toMatchObject({ moreTasks: 350, ends: [{ attempts: 400 }] });
  });

  test('400 pipelines that fail alike are one, as long as it is open or has just been', () => {
    const storm = Array.from({ length: 400 }, (_, index) => failed(`p${index}`, on(1, '05:00'), away));
    const book = bookAfter(...storm);
    expect(book.incidents).toHaveLength(1);
    expect(Object.keys(book.incidents[0]?.members ?? {})).toHaveLength(400);
  });

  test('the window counts from the last failure, whatever has recovered since', () => {
    const before = [failed('a', on(1, '05:00'), away), green('a', on(1, '05:05'))];
    expect(seen(bookAfter(...before, failed('b', on(1, '05:30'), away)))).toHaveLength(1);
    expect(seen(bookAfter(...before, failed('b', on(1, '05:31'), away)))).toHaveLength(2);
  });

  test('what says nothing is one only within a pipeline and its tasks', () => {
    const mute = (pipeline: string, task: string, day: number) =>
      ended({ pipeline, at: on(day, '05:00'), tasks: { [task]: { says: '' } } });
    expect(bookAfter(mute('a', 'load', 1), mute('b', 'load', 1)).incidents).toHaveLength(2);
    expect(bookAfter(mute('a', 'load', 1), mute('a', 'load', 2)).incidents).toHaveLength(1);
    expect(bookAfter(mute('a', 'load', 1), mute('a', 'build', 2)).incidents).toHaveLength(2);
  });

  test('seven causes of a run are five incidents, and two are counted', () => {
    const says = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta'];
    const tasks = Object.fromEntries(says.map((each) => [each, { says: `no such column: ${each}` }]));
    const book = bookAfter(ended({ at: on(1, '05:00'), tasks }));
    expect(book.incidents).toHaveLength(5);
    expect(book.incidents[0]?.members.daily?.moreCauses).toBe(2);
  });

  test('a repeat is no new incident, and no change', () => {
    const book = bookAfter(failed('daily', on(1, '05:00'), privileges), failed('daily', on(2, '05:00'), privileges));
    expect(seen(book)).toEqual([`failure daily: ${privileges}: open`]);
    expect(changes(book)).toEqual(['opened/1']);
  });

  test('the same task that fails otherwise is the same incident with a new cause, said once', () => {
    const turns = [privileges, away, privileges, away].map((says, day) => failed('daily', on(day + 1, '05:00'), says));
    const book = bookAfter(...turns);
    expect(seen(book)).toEqual([`failure daily: ${away}: open`]);
    expect(changes(book).map((key) => key.split('/').slice(0, 2).join('/'))).toEqual([
      'opened/1',
      'cause/1',
      'cause/1',
    ]);
  });

  test('of a shared cause a pipeline that fails otherwise has an incident of its own', () => {
    const shared = [failed('a', on(1, '05:00'), away), failed('b', on(1, '05:01'), away)];
    const book = bookAfter(...shared, failed('b', on(2, '05:00'), privileges), green('a', on(2, '05:00')));
    expect(seen(book)).toEqual([`failure a b: ${away}: recovered`, `failure b: ${privileges}: open`]);
  });
});

describe('recovery', () => {
  const broken = failed('daily', on(1, '05:00'), privileges);

  test('comes with the next whole success of each pipeline that it hit', () => {
    const two = [failed('a', on(1, '05:00'), away), failed('b', on(1, '05:01'), away), green('a', on(2, '05:00'))];
    expect(seen(bookAfter(...two))).toEqual([`failure a b: ${away}: open`]);
    expect(seen(bookAfter(...two, green('b', on(2, '05:00'))))).toEqual([`failure a b: ${away}: recovered`]);
  });

  test('comes with a retry of the run; an interval that was not retried stays failed', () => {
    const again = ended({ run: broken.run.run, at: on(1, '08:00'), tasks: { load: 'success' } });
    const failedOf = (book: Book) => book.incidents.map((each) => standingOf(each).failed.map(({ run }) => run));
    expect(failedOf(bookAfter(broken, again))).toEqual([[]]);
    expect(failedOf(bookAfter(broken, green('daily', on(2, '05:00'))))).toEqual([[broken.run.run]]);
  });

  test('comes when its tasks succeed in a run that fails elsewhere, not when they did not get so far', () => {
    const elsewhere = (load: 'success' | 'upstream_failed') =>
      ended({ at: on(2, '05:00'), tasks: { fetch: { says: away }, load } });
    expect(seen(bookAfter(broken, elsewhere('success')))).toEqual([
      `failure daily: ${privileges}: recovered`,
      `failure daily: ${away}: open`,
    ]);
    expect(seen(bookAfter(broken, elsewhere('upstream_failed')))[0]).toBe(`failure daily: ${privileges}: open`);
  });

  test('a green run without an incident is no news: the very same book', () => {
    const book = bookAfter(broken, green('daily', on(2, '05:00')));
    expect(observe(book, green('daily', on(3, '05:00')))).toBe(book);
    expect(observe(book, green('other', on(3, '05:00')))).toBe(book);
  });

  test('what comes back within a week is the same incident, later a new one', () => {
    const past = [broken, green('daily', on(1, '06:00'))];
    expect(seen(bookAfter(...past, failed('daily', on(8, '05:00'), privileges)))).toEqual([
      `failure daily: ${privileges}: open 2`,
    ]);
    expect(seen(bookAfter(...past, failed('daily', on(8, '06:01'), privileges)))).toHaveLength(2);
  });

  test('what opens three times in a week flaps, and then takes two green runs', () => {
    const story = [1, 2, 3].flatMap((day) => [
      failed('daily', on(day, '05:00'), privileges),
      green('daily', on(day, '06:00')),
    ]);
    expect(seen(bookAfter(...story))).toEqual([`failure daily: ${privileges}: open 3 flapping`]);
    const well = bookAfter(...story, green('daily', on(4, '05:00')));
    expect(seen(well)).toEqual([`failure daily: ${privileges}: recovered 3 flapping`]);
    expect(changes(well)).toEqual([
      'opened/1',
      'recovered/1',
      'reopened/2',
      'recovered/2',
      'reopened/3',
      'recovered/3',
    ]);
  });
});

describe('nobody is woken for', () => {
  const tasks = { load: { says: privileges } };
  const at = on(1, '05:00');
  test.each([
    ['what a person cancelled', { state: 'cancelled', cancelled: { why: 'request', by: 'Ana' } }],
    ['what is interrupted', { state: 'cancelled', cancelled: { why: 'interrupt', by: 'segue' } }],
    ['a part of a pipeline', { selection: { only: ['load'] } }],
    ['what a person started', { trigger: { kind: 'manual', by: 'Ana' } }],
    ['what a person tried again', { actions: [{ kind: 'retry', by: 'Ana', at: on(1, '04:00') }] }],
  ] as const)('%s', (_, more) => {
    expect(bookAfter(ended({ at, tasks, more })).incidents).toEqual([]);
  });

  test('a failure that may be', () => {
    const { run, ...rest } = ended({ at, tasks });
    const load = { ...run.tasks.load, tolerated: true } as (typeof run.tasks)[string];
    expect(bookAfter({ ...rest, run: { ...run, state: 'success', tasks: { load } } }).incidents).toEqual([]);
  });

  test('a failure that is told after a later success', () => {
    const lastGreen = { run: 'r-later', commit: 'c', at: on(2, '05:00') };
    expect(bookAfter(failed('daily', at, privileges, { lastGreen })).incidents).toEqual([]);
  });
});

test('a run by hand ends and repeats what is open, and opens nothing again', () => {
  const broken = failed('daily', on(1, '05:00'), privileges);
  const more = { trigger: { kind: 'manual', by: 'Ana' } } as const;
  const byHand = (time: string, load: 'success' | { readonly says: string }) =>
    ended({ at: on(1, time), tasks: { load }, more });
  const story = [broken, byHand('06:00', { says: privileges }), byHand('07:00', 'success')];
  expect(seen(bookAfter(...story, byHand('08:00', { says: privileges })))).toEqual([
    `failure daily: ${privileges}: recovered`,
  ]);
});

test('a backfill is one incident, which ends when each run of it that failed has succeeded', () => {
  const run = (name: string, time: string, load: 'success' | { readonly says: string }) =>
    ended({
      run: name,
      at: on(1, time),
      tasks: { load },
      backfill: 'fix',
      more: { trigger: { kind: 'backfill', by: 'tick', backfill: 'fix', reason: `The ${name} of the fix` } },
    });
  const story = [
    run('r-1', '05:00', { says: privileges }),
    run('r-2', '05:01', { says: away }),
    run('r-3', '05:02', 'success'),
    run('r-1', '06:00', 'success'),
    green('daily', on(1, '06:30')),
  ];
  expect(seen(bookAfter(...story))).toEqual([`backfill daily: ${away}: open`]);
  expect(seen(bookAfter(...story, run('r-2', '07:00', 'success')))).toEqual([`backfill daily: ${away}: recovered`]);
});

test('pipelines may be called as everything is', () => {
  const book = bookAfter(failed('constructor', on(1, '05:00'), away), green('toString', on(1, '05:00')));
  expect(seen(bookAfter(green('constructor', on(1, '05:00'))))).toEqual([]);
  expect(seen(observe(book, failed('toString', on(1, '05:01'), away)))).toEqual([
    `failure constructor toString: ${away}: open`,
  ]);
});

test('what recovered long ago is forgotten when there is news, and only then', () => {
  const past = bookAfter(failed('daily', on(1, '05:00'), away), green('daily', on(1, '06:00')));
  const later = Date.parse(on(40, '05:00'));
  expect(observeAll(past, [green('daily', on(40, '05:00'))], later)).toBe(past);
  expect(seen(observeAll(past, [failed('weekly', on(40, '05:00'), privileges)], later))).toEqual([
    `failure weekly: ${privileges}: open`,
  ]);
});

test('what fails for two months is known to have begun then, and how often it has failed', () => {
  const days = Array.from({ length: 60 }, (_, day) => failed('daily', on(day + 1, '05:00'), away));
  const [incident] = bookAfter(...days).incidents;
  if (incident === undefined) return expect.fail('no incident');
  expect(standingOf(incident).openings).toEqual([on(1, '05:00')]);
  const ends = incident.members.daily?.ends ?? [];
  expect(ends.length).toBe(incidentBounds.ends);
  expect(ends.reduce((sum, { folded = 0 }) => sum + 1 + folded, 0)).toBe(60);
});
