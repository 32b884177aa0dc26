import { describe, expect, test } from 'vitest';
import type { Observation, Stalled } from '../../src/incident/observation.ts';
import { observe } from '../../src/incident/observe.ts';
import { bookAfter, changes, seen } from './book-after.ts';
import { ended, factsOf, failed, green, missed, on } from './incident-runs.ts';

const privileges = 'Insufficient privileges to operate on table FX';
const away = 'could not connect to server: Connection refused';

/** What is due since then. */
function due(pipeline: string, since = on(1, '06:00')): Stalled {
  return { pipeline, facts: factsOf(pipeline), due: since };
}

/** A look at `mail`. */
function looked(at: string, ...stalled: readonly Stalled[]): Observation {
  return { kind: 'looked', at, pipelines: ['mail'], stalled, unjudged: [] };
}

describe('what is missing', () => {
  test('a missed deadline is an incident, and becomes a failure when the run fails', () => {
    const late = missed('daily', on(1, '07:00'));
    expect(seen(bookAfter(late))).toEqual(['deadline daily: ?: open']);
    expect(seen(bookAfter(late, failed('daily', on(1, '07:10'), away)))).toEqual([`failure daily: ${away}: open`]);
    expect(seen(bookAfter(late, green('daily', on(1, '07:10'))))).toEqual(['deadline daily: ?: recovered']);
  });

  test('what had ended in time when it was noted as late is well', () => {
    const late = { ...missed('daily', on(1, '07:00')), run: 'r-1' } as Observation;
    const inTime = ended({ run: 'r-1', at: on(1, '06:59'), tasks: { load: 'success' } });
    const book = bookAfter(late, inTime);
    expect(seen(book)).toEqual(['deadline daily: ?: recovered']);
    expect(observe(book, inTime)).toBe(book);
  });

  test('the deadline of a pipeline that has failed is a change of its incident', () => {
    const book = bookAfter(failed('daily', on(1, '05:00'), privileges), missed('daily', on(1, '07:00')));
    expect(changes(book)).toEqual(['opened/1', 'deadline/1']);
    expect(observe(book, missed('daily', on(1, '07:00')))).toBe(book);
  });

  test('a pipeline that waits for one that failed is noted there, and is no incident', () => {
    const story = [failed('daily', on(1, '05:00'), privileges, { waiting: ['board', 'mail'] })];
    const unserved = [looked(on(1, '06:10'), due('mail')), looked(on(1, '07:10'), due('mail'))];
    const book = bookAfter(...story, missed('board', on(1, '08:00')), ...unserved);
    expect(seen(book)).toEqual([`failure daily: ${privileges}: open`]);
    expect(book.incidents[0]?.members.daily?.late).toEqual(['board']);
    expect(seen(bookAfter(...unserved))).toEqual(['unserved mail: ?: open']);
    expect(seen(bookAfter(...unserved, green('mail', on(1, '07:30'))))).toEqual(['unserved mail: ?: recovered']);
    const served = observe(book, { kind: 'upstream-recovered', pipeline: 'mail', upstream: 'daily' });
    expect(served.incidents[0]?.members.daily?.facts.waiting).toEqual(['board']);
  });

  test('what is due is missing after an hour of looks, and not because nobody looked', () => {
    const mail = due('mail');
    expect(bookAfter(looked(on(1, '06:09'), mail)).stalled).toBeUndefined();
    expect(seen(bookAfter(looked(on(1, '09:00'), mail)))).toEqual([]);
    const waits = bookAfter(looked(on(1, '06:10'), mail), looked(on(1, '07:09'), mail));
    expect(seen(waits)).toEqual([]);
    expect(waits.stalled).toEqual([{ pipeline: 'mail', due: on(1, '06:00'), since: on(1, '06:10') }]);
    expect(observe(waits, looked(on(1, '07:09'), mail))).toBe(waits);
    expect(seen(observe(waits, looked(on(1, '07:10'), mail)))).toEqual(['unserved mail: ?: open']);
    const goneOn = observe(waits, looked(on(1, '07:20')));
    expect(goneOn.stalled).toEqual([]);
    expect(seen(observe(goneOn, looked(on(1, '07:30'), mail)))).toEqual([]);
    const later = { ...mail, due: on(1, '07:00') };
    expect(seen(observe(waits, looked(on(1, '07:30'), later)))).toEqual([]);
  });

  test('a run that nobody goes on with for an hour is lost, and a failure once it fails', () => {
    const left = { ...due('mail', on(1, '05:00')), run: 'r-left' };
    const story = [looked(on(1, '06:00'), left), looked(on(1, '07:00'), left)];
    expect(seen(bookAfter(...story))).toEqual(['lost mail: ?: open']);
    const unsure = { ...looked(on(1, '06:30')), unjudged: ['r-left'] };
    expect(seen(bookAfter(...story.slice(0, 1), unsure, ...story.slice(1)))).toEqual(['lost mail: ?: open']);
    expect(seen(bookAfter(...story.slice(0, 1), looked(on(1, '06:30')), ...story.slice(1)))).toEqual([]);
    expect(seen(bookAfter(...story, green('mail', on(1, '08:00'))))).toEqual(['lost mail: ?: recovered']);
    expect(seen(bookAfter(...story, failed('mail', on(1, '08:00'), away)))).toEqual([`failure mail: ${away}: open`]);
  });

  test('a run that nobody could go on with is lost a whole run succeeds', () => {
    const at = on(1, '05:00');
    const more = { state: 'failed', actions: [{ kind: 'lost', by: 'tick', at }] } as const;
    const lost = ended({ at, tasks: { extract: 'success', load: { says: '' } }, more });
    expect(seen(bookAfter(lost))).toEqual(['lost daily: ?: open']);
    expect(seen(bookAfter(lost, green('daily', on(1, '06:00'))))).toEqual(['lost daily: ?: recovered']);
  });
});
