import { expect, test } from 'vitest';
import { howItEnded } from '../../src/report/run/run-failures.ts';
import type { Attempt, Outcome } from '../../src/run/document.ts';
import { attemptOf, recordOf } from '../support/documents.ts';

const message = 'hand its name on instead';

test.each<[Outcome, string]>([
  [{ kind: 'exit', code: 3 }, 'exit 3 after 2 s'],
  [{ kind: 'signal', signal: 'SIGKILL' }, 'ended by SIGKILL after 2 s'],
  [{ kind: 'timeout', afterMs: 2000 }, 'ran into its timeout of 2 s'],
  [{ kind: 'outputs', message }, `outputs: ${message}`],
  [{ kind: 'artifacts', message }, `artifacts: ${message}`],
])('%j', (outcome, words) => {
  const times = { startedAt: '2026-01-05T12:00:00.000Z', finishedAt: '2026-01-05T12:00:02.000Z' };
  const attempt: Attempt = { ...attemptOf(1, 'failed'), ...times, outcome };
  expect(howItEnded(recordOf('failed', [attempt]))).toBe(words);
});
