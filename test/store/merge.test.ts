import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunDocument, TaskRecord } from '../../src/run/document.ts';
import type { PipelineState } from '../../src/run/ports.ts';
import { decodeState, encodeHistory, encodeRun, encodeState } from '../../src/store/codec.ts';
import { mergeDocuments, mergeState } from '../../src/store/merge.ts';
import { mergeRun } from '../../src/store/merge-run.ts';
import { runPath } from '../../src/store/names.ts';
import { summaryOf } from '../../src/store/retention.ts';
import { epoch, second } from '../support/builders.ts';
import { attemptOf, documentOf, recordOf } from '../support/documents.ts';

const owner = { environment: 'local', pipeline: 'test' };

function stateOf(more: Partial<PipelineState> = {}): PipelineState {
  return { version: 1, ...owner, active: [], runs: [], durations: {}, ...more };
}

const record = fc
  .tuple(fc.nat({ max: 3 }), fc.constantFrom<TaskRecord['state']>('none', 'running', 'success', 'failed'))
  .map(([attempts, state]) =>
    recordOf(
      state,
      Array.from({ length: attempts }, (_, at) => attemptOf(at + 1, 'failed')),
    ),
  );

const run: fc.Arbitrary<RunDocument> = fc
  .tuple(fc.dictionary(fc.constantFrom('a', 'b', 'c'), record), fc.subarray([0, 1, 2]))
  .map(([tasks, actions]) =>
    documentOf(tasks, { actions: actions.map((at) => ({ kind: 'mark' as const, by: 'ana', at: second(at) })) }),
  );

describe('one run that two clones wrote on', () => {
  test('comes out the same on both', () => {
    fc.assert(
      fc.property(run, run, (ours, theirs) => {
        expect(mergeRun(ours, theirs)).toEqual(mergeRun(theirs, ours));
      }),
    );
  });

  test('loses no attempt and no action', () => {
    fc.assert(
      fc.property(run, run, (ours, theirs) => {
        const merged = mergeRun(ours, theirs);
        for (const side of [ours, theirs]) {
          expect(merged.actions).toEqual(expect.arrayContaining([...side.actions]));
          for (const [task, { attempts }] of Object.entries(side.tasks)) {
            expect(merged.tasks[task]?.attempts.length).toBeGreaterThanOrEqual(attempts.length);
          }
        }
      }),
    );
  });

  test('does not change by being merged with itself', () => {
    fc.assert(
      fc.property(run, (document) => {
        expect(mergeRun(document, document)).toEqual(document);
      }),
    );
  });
});

describe('the state of a pipeline that two clones wrote on', () => {
  const active = (name: string) => ({ run: name, claimedAt: epoch, host: 'h', pid: 9 });

  test('keeps what either added and drops what either took away', () => {
    const base = stateOf({ active: [active('r-1'), active('r-2')] });
    const ours = stateOf({ active: [active('r-1'), active('r-3')] });
    const theirs = stateOf({ active: [active('r-2'), active('r-4')] });
    expect(mergeState(base, ours, theirs).active.map(({ run: name }) => name)).toEqual(['r-4', 'r-3']);
  });

  test('moves its cursor only on', () => {
    const [early, late] = [stateOf({ cursor: second(1) }), stateOf({ cursor: second(2) })];
    expect(mergeState(undefined, early, late).cursor).toBe(second(2));
    expect(mergeState(undefined, late, early).cursor).toBe(second(2));
  });

  test('lists the runs of both, as their documents say', () => {
    const ours = documentOf({}, { run: 'r-1', state: 'success', finishedAt: second(9) });
    const theirs = documentOf({}, { run: 'r-2' });
    const before = encodeState(stateOf());
    const edits = mergeDocuments(
      owner,
      new Map([
        [runPath('r-1'), { base: undefined, ours: encodeRun(ours), theirs: undefined }],
        [
          'pipeline.json',
          {
            base: before,
            ours: encodeState(stateOf({ runs: [summaryOf(ours)] })),
            theirs: encodeState(stateOf({ runs: [summaryOf(theirs)] })),
          },
        ],
      ]),
    );
    expect(edits.get(runPath('r-1'))).toBe(encodeRun(ours));
    const merged = decodeState(edits.get('pipeline.json') ?? '', owner);
    expect(merged.runs.map(({ run: name, state }) => [name, state])).toEqual([
      ['r-1', 'success'],
      ['r-2', 'running'],
    ]);
  });

  test('adds up what both have retired', () => {
    const month = (success: number, totalMs: number) =>
      encodeHistory({
        version: 1,
        month: '2026-01',
        states: { success },
        durations: { count: success, totalMs, longestMs: totalMs },
      });
    const texts = { base: month(2, 20), ours: month(5, 70), theirs: month(3, 30) };
    const edits = mergeDocuments(owner, new Map([['history/2026-01.json', texts]]));
    expect(JSON.parse(edits.get('history/2026-01.json') ?? '')).toMatchObject({
      states: { success: 6 },
      durations: { count: 6, totalMs: 80, longestMs: 70 },
    });
  });
});

test('a run that one side retired and the other changed is kept', () => {
  const [before, after] = [documentOf(), documentOf({}, { state: 'failed' })].map(encodeRun);
  const retired = { base: before, ours: undefined, theirs: after };
  expect([...mergeDocuments(owner, new Map([[runPath('r-test0000'), retired]]))]).toEqual([]);
  const changed = { base: before, ours: after, theirs: undefined };
  expect(mergeDocuments(owner, new Map([[runPath('r-test0000'), changed]])).get(runPath('r-test0000'))).toBe(after);
});

test('a run that our side retired and theirs left alone is gone', () => {
  const text = encodeRun(documentOf());
  const edits = mergeDocuments(
    owner,
    new Map([[runPath('r-test0000'), { base: text, ours: undefined, theirs: text }]]),
  );
  expect([...edits]).toEqual([[runPath('r-test0000'), undefined]]);
});
