import { expect, test } from 'vitest';
import type { Book } from '../../src/incident/incident.ts';
import { observe } from '../../src/incident/observe.ts';
import { recordAnswer } from '../../src/incident/record-answer.ts';
import { comesUp, recordAsking } from '../../src/incident/record-asking.ts';
import { type IncidentWish, wishes } from '../../src/incident/wishes.ts';
import { bookAfter } from './book-after.ts';
import { failed, green, on } from './incident-runs.ts';
import { plainPages } from './plain-pages.ts';

const why = 'permission denied for table fx';
const first = [failed('daily', on(1, '05:00'), why), green('daily', on(1, '06:00'))] as const;
const again = failed('daily', on(1, '07:00'), why);
const better = green('daily', on(1, '08:00'));

function wishedIssue(book: Book): IncidentWish | undefined {
  return wishes(book, plainPages).find(({ kind }) => kind === 'issue');
}

/** A book whose issue 5 was made and closed, and which says since that it fails again. */
function failingAgain(): Book {
  const [failure, recovery] = first;
  const shown = { kind: 'updated', id: 5, url: 'u/5' } as const;
  let book = bookAfter(failure);
  for (const next of [recovery, again]) {
    const wish = wishedIssue(book) ?? expect.fail('nothing is wished');
    book = observe(recordAnswer(book, wish, shown, on(1, '06:30')), next);
  }
  return book;
}

test('an issue that was opened again without an answer is closed when all is well', () => {
  const book = failingAgain();
  const wish = wishedIssue(book) ?? expect.fail('nothing is wished');
  expect(wish.wish).toMatchObject({ id: 5, state: 'open' });
  expect(comesUp(book, wish)).toBe(true);
  // Whoever asked died before he heard of it.
  const asked = recordAsking(book, wish);
  const recovered = observe(asked, better);
  expect(wishedIssue(recovered)?.wish).toMatchObject({ id: 5, state: 'closed' });
});

test('what nobody has opened again stays closed, and unasked for', () => {
  const recovered = observe(failingAgain(), better);
  expect(wishedIssue(recovered)).toBeUndefined();
});
