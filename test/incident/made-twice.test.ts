import { expect, test } from 'vitest';
import { type Book, type Incident, memberOf } from '../../src/incident/incident.ts';
import { recordAnswer } from '../../src/incident/record-answer.ts';
import { recordAsking } from '../../src/incident/record-asking.ts';
import { type IncidentWish, wishes } from '../../src/incident/wishes.ts';
import type { Ensured } from '../../src/report/forge/forge.ts';
import { bookAfter } from './book-after.ts';
import { failed, missed, on } from './incident-runs.ts';
import { plainPages } from './plain-pages.ts';

const failure = failed('daily', on(1, '05:00'), 'permission denied for table fx');

function incidentOf({ incidents: [incident] }: Book): Incident {
  return incident ?? expect.fail('no incident');
}

function wishIn(book: Book, kind: IncidentWish['kind'] = 'issue'): IncidentWish {
  return wishes(book, plainPages).find((wish) => wish.kind === kind) ?? expect.fail('nothing is wished');
}

function shown(kind: 'created' | 'unchanged', id: number, more: { readonly mayBeTwice?: true } = {}): Ensured {
  return { kind, id, url: `u/${id}`, ...more };
}

test('what may be made twice is looked for until a request that was lost cannot come any more', () => {
  const book = bookAfter(failure);
  const made = recordAnswer(book, wishIn(book), shown('created', 5, { mayBeTwice: true }), on(1, '05:00'));
  const again = wishIn(made);
  expect(again.wish).toMatchObject({ id: 5, mayBeTwice: true });
  const soon = recordAnswer(made, again, shown('unchanged', 5), on(1, '05:09'));
  expect(wishIn(soon).wish).toMatchObject({ id: 5, mayBeTwice: true });
  const later = recordAnswer(soon, wishIn(soon), shown('unchanged', 5), on(1, '05:10'));
  expect(wishes(later, plainPages)).toEqual([]);
});

test('so is what an earlier process asked for without an answer', () => {
  const book = bookAfter(failure);
  const asked = recordAnswer(book, wishIn(book), { kind: 'unreachable', why: 'away' }, on(1, '05:00'));
  const found = recordAnswer(asked, wishIn(asked), shown('unchanged', 5), on(1, '06:00'));
  expect(wishes(found, plainPages)).toEqual([]);
  const made = recordAnswer(asked, wishIn(asked), shown('created', 6), on(1, '06:00'));
  expect(wishIn(made).wish).toMatchObject({ id: 6, mayBeTwice: true });
});

test('so is what an earlier process was about to ask for, but not what this one was', () => {
  const book = bookAfter(failure);
  const asking = recordAsking(book, wishIn(book));
  const made = recordAnswer(asking, wishIn(asking), shown('created', 5), on(1, '05:00'));
  expect(wishes(made, plainPages)).toEqual([]);
  expect(incidentOf(made).told.asking).toBeUndefined();
  const again = recordAsking(asking, wishIn(asking));
  const late = recordAnswer(again, wishIn(again), shown('created', 5), on(1, '06:00'));
  expect(wishIn(late).wish).toMatchObject({ id: 5, mayBeTwice: true });
});

test('what was refused is there no more than before, and what has an issue is not asked for', () => {
  const book = bookAfter(failure);
  const refused = recordAnswer(
    recordAsking(book, wishIn(book)),
    wishIn(book),
    { kind: 'refused', why: 'no' },
    on(1, '05:00'),
  );
  expect(incidentOf(refused).told.asking).toBeUndefined();
  const made = recordAnswer(book, wishIn(book), shown('created', 5), on(1, '05:00'));
  expect(recordAsking(made, wishIn(book))).toBe(made);
});

test('of what two processes made at once the older one stays, and the other is looked for', () => {
  const book = bookAfter(failure);
  const wish = wishIn(book);
  for (const [first, second] of [
    [5, 6],
    [6, 5],
  ] as const) {
    const one = recordAnswer(book, wish, shown('created', first), on(1, '05:00'));
    const both = recordAnswer(one, wish, shown('created', second), on(1, '05:00'));
    expect(incidentOf(both).told.issue).toEqual({ id: 5, url: 'u/5' });
    expect(wishIn(both).wish).toMatchObject({ id: 5, mayBeTwice: true });
  }
});

test('an issue that is gone is replaced by the one that was made instead', () => {
  const first = bookAfter(failure);
  const told = recordAnswer(first, wishIn(first), shown('created', 5), on(1, '05:00'));
  const member = memberOf(incidentOf(told), 'daily') ?? expect.fail();
  const worse = { ...incidentOf(told), members: { daily: { ...member, missed: [on(1, '07:00')] } } };
  const book = { ...told, incidents: [worse] };
  const gone = recordAnswer(book, wishIn(book), shown('created', 9), on(1, '06:00'));
  expect(incidentOf(gone).told.issue?.id).toBe(9);
});

test('a comment that may be made twice is looked for as well', () => {
  const book = bookAfter(failure, missed('daily', on(1, '07:00')));
  const told = recordAnswer(bookAfter(failure), wishIn(bookAfter(failure)), shown('created', 5), on(1, '05:00'));
  const late = { ...book, incidents: [{ ...incidentOf(book), told: incidentOf(told).told }] };
  const made = recordAnswer(late, wishIn(late, 'comment'), shown('created', 7, { mayBeTwice: true }), on(1, '07:00'));
  const again = wishIn(made, 'comment');
  expect(again.wish).toMatchObject({ id: 7, issue: 5, mayBeTwice: true });
  const sure = recordAnswer(made, again, shown('unchanged', 7), on(1, '07:10'));
  expect(wishes(sure, plainPages).filter(({ kind }) => kind === 'comment')).toEqual([]);
});
