import { describe, expect, test } from 'vitest';
import { decisiveLine } from '../../src/report/issue/decisive-line.ts';
import { failureCause } from '../../src/report/issue/failure-fingerprint.ts';
import { normalisedLine } from '../../src/report/issue/failure-words.ts';
import type { Outcome } from '../../src/run/document.ts';
import fc from '../support/seeded-fast-check.ts';
import { loggedFailures } from './failures-table.ts';
import { hostileText } from './hostile-text.ts';
import { attempt, task } from './run-documents.ts';

const exit: Outcome = { kind: 'exit', code: 1 };

function causeOf(tail: readonly string[], outcome: Outcome = exit, id = 'load') {
  return failureCause(id, task('failed', { attempts: [attempt(1, 0, 1, outcome, [...tail])] }));
}

describe('a logged failure', () => {
  test.each(loggedFailures.map((each) => [each.name, each] as const))('%s', (_, { tail, line, title, same }) => {
    expect(decisiveLine(tail)).toBe(line.trim());
    expect(causeOf(tail).title).toBe(title);
    for (const other of same) expect(causeOf(other).fingerprint).toBe(causeOf(tail).fingerprint);
  });

  test('differs from all others', () => {
    const words = loggedFailures.map(({ tail }) => normalisedLine(decisiveLine(tail) ?? ''));
    expect(words.filter((each, index) => words.indexOf(each) !== index)).toEqual([]);
    expect(new Set(loggedFailures.map(({ tail }) => causeOf(tail).fingerprint)).size).toBe(loggedFailures.length);
  });
});

describe('what no log tells', () => {
  test.each([
    [{ kind: 'timeout', afterMs: 1_200_000 }, 'runs into its timeout of 20 min'],
    [
      { kind: 'timeout', afterMs: 1_200_000, outlastsJob: true },
      'takes longer than the 20 min that a job has for it (max-runtime)',
    ],
    [{ kind: 'signal', signal: 'SIGKILL' }, 'killed, as a machine does that runs out of memory'],
    [{ kind: 'exit', code: 137 }, 'killed, as a machine does that runs out of memory'],
    [{ kind: 'signal', signal: 'SIGSEGV' }, 'ended by SIGSEGV'],
    [{ kind: 'spawn', message: 'spawn uv ENOENT' }, 'could not start: spawn uv ENOENT'],
    [{ kind: 'expression', message: 'fromJSON: not JSON' }, 'expression: fromJSON: not JSON'],
    [{ kind: 'outputs', message: 'holds a secret' }, 'outputs: holds a secret'],
    [{ kind: 'lost' }, 'the process that ran it died'],
  ] as const)('%j', (outcome, title) => {
    expect(causeOf([], outcome).title).toBe(title);
    expect(causeOf(['Error: something else, 7 rows'], outcome).fingerprint).toBe(causeOf([], outcome).fingerprint);
  });

  test('an exit without a word', () => {
    expect(causeOf([], { kind: 'exit', code: 3 }).title).toBe('exit 3, without a word');
    expect(causeOf([], { kind: 'exit', code: 3 }).shared).not.toBe(causeOf([], { kind: 'exit', code: 4 }).shared);
  });

  test('a task that never had an attempt', () => {
    const record = task('failed', { reason: { kind: 'expression', message: 'fromJSON: not JSON' } });
    expect(failureCause('load', record).title).toBe('expression: fromJSON: not JSON');
  });
});

test('a cause is of its task, and shared by its instances', () => {
  const tail = ['Error: no rates'];
  expect(causeOf(tail, exit, 'load[3]')).toEqual(causeOf(tail, exit, 'load[17]'));
  expect(causeOf(tail, exit, 'load').fingerprint).not.toBe(causeOf(tail, exit, 'fx').fingerprint);
  expect(causeOf(tail, exit, 'load').shared).toBe(causeOf(tail, exit, 'fx').shared);
  expect(causeOf(tail).fingerprint).toMatch(/^[\da-f]{16}$/);
});

test('numbers, times and ids never tell two failures apart', () => {
  const numbers = fc.tuple(fc.nat(), fc.nat(), fc.uuid(), fc.integer({ min: 1, max: 9_999 }));
  const line = ([a, b, id, ms]: readonly [number, number, string, number]): string =>
    `2026-03-02 05:00:07 WARN job ${id} read ${a} of ${b} rows in ${ms} ms from /tmp/tmp${a}/x.csv: Error`;
  fc.assert(
    fc.property(numbers, numbers, (one, other) => {
      expect(normalisedLine(line(one))).toBe(normalisedLine(line(other)));
    }),
  );
});

test('any line has a fingerprint in bounded time', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(causeOf([text]).fingerprint).toMatch(/^[\da-f]{16}$/);
    }),
  );
  for (const unit of ['a', '1', '/', '"', "'a1 ", '@a.', ':', '-1', '0x', 'at /tmp/', '::1', '[', '1:1:', 'a/b.c:1:']) {
    const long = unit.repeat(200_000 / unit.length);
    expect(causeOf([long, `Error: ${long}`]).line.length).toBeGreaterThan(0);
  }
});
