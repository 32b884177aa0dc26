import { describe, expect, test } from 'vitest';
import type { EndedRun } from '../../src/incident/observation.ts';
import { observe } from '../../src/incident/observe.ts';
import { bookAfter, changes, seen } from './book-after.ts';
import { failed, green, missed, on } from './incident-runs.ts';

const privileges = 'Insufficient privileges to operate on table FX';

/** Of a pipeline that was `daily` before. */
function moved(end: EndedRun): EndedRun {
  return { ...end, formerIds: ['older', 'daily'] };
}

describe('a pipeline whose file has moved', () => {
  const red = failed('daily', on(1, '05:00'), privileges);

  test('its incident goes on under its new id, and ends with its first green run', () => {
    const book = bookAfter(red, moved(green('finance/daily', on(2, '05:00'))));
    expect(Object.keys(book.incidents[0]?.members ?? {})).toEqual(['finance/daily']);
    expect(changes(book)).toEqual(['opened/1', 'recovered/1']);
  });

  test('what fails there again is the same incident, and told once', () => {
    const again = moved(failed('finance/daily', on(2, '05:00'), privileges));
    const book = bookAfter(red, again);
    expect(seen(book)).toEqual([`failure finance/daily: ${privileges}: open`]);
    expect(changes(book)).toEqual(['opened/1']);
    expect(observe(book, again)).toBe(book);
  });

  test('what ends late under the old id, and what was told under both, is joined', () => {
    const book = bookAfter(
      red,
      missed('daily', on(1, '07:00')),
      moved(failed('finance/daily', on(2, '05:00'), privileges)),
      failed('daily', on(2, '04:00'), privileges),
      moved(green('finance/daily', on(3, '05:00'))),
    );
    expect(seen(book)).toEqual([`failure finance/daily: ${privileges}: recovered`]);
    expect(book.incidents[0]?.members['finance/daily']).toMatchObject({
      missed: [on(1, '07:00')],
      ends: [{ state: 'red' }, { state: 'red' }, { state: 'red' }, { state: 'green' }],
    });
  });

  test('others of the incident stay, and another that has the old id now is left alone', () => {
    const both = bookAfter(red, failed('weekly', on(1, '05:01'), privileges));
    const book = observe(both, moved(green('finance/daily', on(2, '05:00'))));
    expect(Object.keys(book.incidents[0]?.members ?? {}).sort()).toEqual(['finance/daily', 'weekly']);
    expect(observe(both, green('finance/daily', on(2, '05:00')))).toBe(both);
  });
});
