import { expect, test } from 'vitest';
import { type Book, emptyBook } from '../../../src/incident/incident.ts';
import { nothingTold } from '../../../src/incident/told.ts';
import { mutedLabel } from '../../../src/report/issue/issue-labels.ts';
import { Mutings } from '../../../src/workspace/tell/mutings.ts';

const told = { ...nothingTold, issue: { id: 7, url: 'https://github.example/7' } };
const book: Book = {
  ...emptyBook('production'),
  incidents: [{ id: '0123456789abcdef', kind: 'failure', causes: [], members: {}, told }],
};

test.each([
  ['is stored', (change: (known: Book) => Book) => change(book)],
  ['cannot be stored, since others write all the time', () => undefined],
])('a label that says to be quiet is heeded, though that it is there %s', async (_what, store) => {
  const mutings = new Mutings({
    board: { change: async (_subject, change) => store(change) },
    forge: { labelsOf: async () => ({ kind: 'known', labels: [mutedLabel] }) },
  });
  mutings.begin();
  const heeded = await mutings.heed(book, ['0123456789abcdef']);
  expect(heeded.incidents.map(({ muted }) => muted)).toEqual([true]);
});
