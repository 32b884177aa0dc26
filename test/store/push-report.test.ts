import { expect, test } from 'vitest';
import { readPushReport } from '../../src/store/push/push-report.ts';

const ref = 'refs/segue/production/a-1';

test.each([
  [' \tabc:refs/segue/production/a-1\tabc..def', 'done'],
  ['*\tabc:refs/segue/production/a-1\t[new reference]', 'done'],
  ['=\tabc:refs/segue/production/a-1\t[up to date]', 'done'],
  ['!\tabc:refs/segue/production/a-1\t[rejected] (fetch first)', 'moved'],
  ['!\tabc:refs/segue/production/a-1\t[rejected] (non-fast-forward)', 'moved'],
  ['!\tabc:refs/segue/production/a-1\t[rejected] (stale info)', 'moved'],
  ['!\tabc:refs/segue/production/a-1\t[remote rejected] (failed to update ref)', 'moved'],
  ['!\tabc:refs/segue/production/a-1\t[remote rejected] (pre-receive hook declined)', 'refused'],
  ['!\tabc:refs/segue/production/a-1\t[remote failure] (remote failed to report status)', 'unknown'],
  ['!\tabc:refs/segue/production/a-1\t[remote rejected] (unpacker error)', 'unknown'],
  ['!\tabc:refs/segue/production/a-1\t[remote rejected] (unable to migrate objects to permanent storage)', 'unknown'],
  ['!\tabc:refs/segue/production/a-1\t[remote rejected] (Internal Server Error)', 'unknown'],
  ['To /somewhere\nDone', 'unknown'],
  ['*\tabc:refs/segue/production/b-2\t[new reference]', 'unknown'],
  ['', 'unknown'],
])('%j is %s', (line, kind) => {
  expect(readPushReport(`To origin\n${line}\nDone\n`, [ref]).get(ref)?.kind).toBe(kind);
});

test('the reason of a refusal is kept', () => {
  const report = readPushReport(`!\tx:${ref}\t[remote rejected] (protected (by rule))\n`, [ref]);
  expect(report.get(ref)).toEqual({ kind: 'refused', reason: 'protected (by rule)' });
});
