import { expect, test } from 'vitest';
import type { Suspect } from '../../src/incident/culprits.ts';
import type { LastGreen } from '../../src/incident/incident.ts';
import { openQuestions, suspectsOf, withSuspects } from '../../src/incident/suspicion.ts';
import { bookAfter } from './book-after.ts';
import { ended, failed, green, on } from './incident-runs.ts';

const [good, bad, later] = ['a', 'b', 'd'].map((letter) => letter.repeat(40)) as [string, string, string];
const lastGreen: LastGreen = { run: 'r-green', commit: good, at: on(0, '05:00') };
const says = 'permission denied for table fx';
const suspect: Suspect = { commit: bad, title: 'FX', author: 'ana', at: on(0, '06:00'), paths: ['load.sql'] };

const failedAt = (at: string, commit: string, pipeline = 'daily') =>
  ended({ pipeline, at, tasks: { load: { says } }, facts: { lastGreen }, more: { commit } });

test('it is asked what came between the last green run and the first that failed, once', () => {
  const book = bookAfter(failedAt(on(1, '05:00'), bad), failedAt(on(2, '05:00'), later));
  const [question, ...others] = openQuestions(book);
  expect(question).toEqual({ incident: book.incidents[0]?.id, pipeline: 'daily', good, bad });
  expect(others).toEqual([]);
  expect(suspectsOf(book.incidents[0] ?? expect.fail())).toBe('not-checked');
  if (question === undefined) return;
  const wiser = withSuspects(book, question, [suspect]);
  expect(suspectsOf(wiser.incidents[0] ?? expect.fail())).toEqual([suspect]);
  expect(openQuestions(wiser)).toEqual([]);
  expect(withSuspects(wiser, question, [])).toBe(wiser);
  const again = [failedAt(on(3, '05:00'), later), green('daily', on(3, '06:00'))];
  expect(openQuestions(bookAfter(failedAt(on(1, '05:00'), bad), ...again))).toEqual([]);
});

test('where nothing changed nobody is suspected, and what never was well has no cause in the history', () => {
  const same = bookAfter(failedAt(on(1, '05:00'), good));
  expect(openQuestions(same)).toEqual([]);
  expect(suspectsOf(same.incidents[0] ?? expect.fail())).toEqual([]);
  const never = bookAfter(failed('daily', on(1, '05:00'), says));
  expect(openQuestions(never)).toEqual([]);
  expect(suspectsOf(never.incidents[0] ?? expect.fail())).toEqual([]);
});

test('an answer that comes too late is about another question', () => {
  const book = bookAfter(failedAt(on(1, '05:00'), bad));
  const [question] = openQuestions(book);
  if (question === undefined) return expect.fail('no question');
  const reopened = bookAfter(
    failedAt(on(1, '05:00'), bad),
    green('daily', on(1, '06:00')),
    failedAt(on(1, '07:00'), later),
  );
  expect(reopened.incidents.map(({ id }) => id)).toEqual([question.incident]);
  expect(withSuspects(reopened, question, [suspect])).toBe(reopened);
});
