import { expect, test } from 'vitest';
import { checkButtons } from '../../src/report/check/check-buttons.ts';
import type { RunDocument } from '../../src/run/document.ts';
import { documentOf } from '../support/documents.ts';

const at = '2026-03-02T05:00:00.000Z';

test.each<[string, Partial<RunDocument>, readonly string[]]>([
  ['that goes on can be cancelled', { state: 'running' }, ['cancel']],
  ['that failed can be retried', { state: 'failed' }, ['retry']],
  ['that succeeded needs nothing', { state: 'success' }, []],
  ['that a person ended can be retried', { state: 'cancelled', cancelled: { why: 'request', by: 'ana' } }, ['retry']],
  [
    'that was interrupted goes on or ends',
    { state: 'cancelled', cancelled: { why: 'interrupt', by: 'runner' } },
    ['resume', 'cancel'],
  ],
  [
    'that was handed over goes on by itself',
    { state: 'cancelled', cancelled: { why: 'interrupt', by: 'runner', resumesAt: at } },
    ['cancel'],
  ],
])('a run %s', (_, more, identifiers) => {
  const buttons = checkButtons(documentOf({}, more));
  expect(buttons.map(({ identifier }) => identifier)).toEqual(identifiers);
  // GitHub takes no more.
  for (const { label, description, identifier } of buttons) {
    expect([label.length <= 20, description.length <= 40, identifier.length <= 20]).toEqual([true, true, true]);
  }
});
