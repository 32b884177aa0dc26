import { describe, expect, test } from 'vitest';
import type { RunDocument, TaskRecord } from '../../src/run/document.ts';
import type { PipelineState, TaskDurations } from '../../src/run/ports.ts';
import { decodeState, encodeHistory, encodeRun, encodeState } from '../../src/store/codec/codec.ts';
import { decodeDurations, decodeRunList, encodeDurations, encodeRunList } from '../../src/store/codec/codec-past.ts';
import { mergeDocuments, mergeState } from '../../src/store/documents/merge.ts';
import { mergeRun } from '../../src/store/documents/merge-run.ts';
import { runPath } from '../../src/store/names.ts';
import { summaryOf } from '../../src/store/upkeep/retention.ts';
import { epoch, second } from '../support/builders.ts';
import { attemptOf, documentOf, recordOf } from '../support/documents.ts';
import fc from '../support/seeded-fast-check.ts';

const owner = { environment: 'local', pipeline: 'test' };

function stateOf(more: Partial<PipelineState> = {}): PipelineState {
  return { version: 1, ...owner, active: [], ...more };
}

function listText(...runs: readonly RunDocument[]): string {
  return encodeRunList(runs.map(summaryOf), owner);
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

  test('keeps the claim of who took a run over, whatever its first holder knows of its end', () => {
    const taken = { ...active('r-1'), host: 'other', takeovers: 1 };
    const base = stateOf({ active: [active('r-1'), active('r-2')] });
    const theirs = stateOf({ active: [taken, active('r-2')] });
    expect(mergeState(base, stateOf(), theirs).active).toEqual([taken]);
    expect(mergeState(base, base, theirs).active).toEqual(theirs.active);
  });

  test('moves its cursor only on', () => {
    const [early, late] = [stateOf({ cursor: second(1) }), stateOf({ cursor: second(2) })];
    expect(mergeState(undefined, early, late).cursor).toBe(second(2));
    expect(mergeState(undefined, late, early).cursor).toBe(second(2));
  });

  const pausedBy = (by: string, at: number) => ({ by, at: second(at) });

  test.each([
    ['a pause of one side', undefined, pausedBy('ana', 1), undefined, 'ana'],
    ['an end of a pause', pausedBy('ana', 1), undefined, pausedBy('ana', 1), undefined],
    ['an end of a pause elsewhere', pausedBy('ana', 1), pausedBy('ana', 1), undefined, undefined],
    ['the newer of two', undefined, pausedBy('ana', 1), pausedBy('bob', 2), 'bob'],
    ['a new pause over the end of the old', pausedBy('ana', 1), undefined, pausedBy('bob', 2), 'bob'],
  ])('takes %s', (_what, base, ours, theirs, by) => {
    const state = (paused: typeof ours) => stateOf(paused === undefined ? {} : { paused });
    const merged = mergeState(state(base), state(ours), state(theirs));
    expect(merged.paused?.by).toBe(by);
    expect('paused' in merged).toBe(by !== undefined);
  });

  test('adds up successes since what both knew, and guesses no sum without that', () => {
    const successes = (count: number, name: string) => ({ successes: { count, run: name, at: second(count) } });
    const [base, ours, theirs] = [successes(5, 'r-1'), successes(7, 'r-2'), successes(8, 'r-3')].map(stateOf);
    if (!base || !ours || !theirs) throw new Error('three states');
    expect(mergeState(base, ours, theirs).successes).toEqual({ count: 10, run: 'r-3', at: second(8) });
    expect(mergeState(base, base, theirs).successes).toEqual(theirs.successes);
    expect(mergeState(undefined, ours, theirs).successes).toEqual(theirs.successes);
  });

  test('adds up the first successes of a pipeline, too', () => {
    const successes = (count: number, name: string) => ({ successes: { count, run: name, at: second(count) } });
    const [ours, theirs] = [stateOf(successes(1, 'r-1')), stateOf(successes(2, 'r-2'))];
    expect(mergeState(stateOf({}), ours, theirs).successes).toEqual({ count: 3, run: 'r-2', at: second(2) });
  });

  test('knows as served what either side has served', () => {
    const served = (from: number, to: number) => stateOf({ served: [{ start: second(from), end: second(to) }] });
    expect(mergeState(undefined, served(0, 1), served(1, 2)).served).toEqual(served(0, 2).served);
    expect(mergeState(served(0, 1), served(0, 1), stateOf()).served).toEqual(served(0, 1).served);
    expect(mergeState(undefined, stateOf(), stateOf())).not.toHaveProperty('served');
  });

  test('what either side has told is told, what either has to tell is not forgotten', () => {
    const base = stateOf({ untold: ['r-old00001', 'r-old00002'] });
    const ours = stateOf({ untold: ['r-old00002', 'r-ours0000'] });
    const theirs = stateOf({ untold: ['r-old00001', 'r-theirs00'] });
    expect(mergeState(base, ours, theirs).untold).toEqual(['r-theirs00', 'r-ours0000']);
    expect(mergeState(undefined, stateOf({}), theirs).untold).toEqual(theirs.untold);
  });

  test('forgets no consumed success and no note of what was dropped', () => {
    const note = (at: number) => ({
      from: second(0),
      to: second(9),
      count: 1,
      why: 'catchup' as const,
      at: second(at),
    });
    const ours = stateOf({ consumed: { constructor: 3, b: 1 }, dropped: [note(1), note(3)] });
    const theirs = stateOf({ consumed: { constructor: 2, c: 4 }, dropped: [note(1), note(2)] });
    const merged = mergeState(undefined, ours, theirs);
    expect(merged.consumed).toEqual({ constructor: 3, b: 1, c: 4 });
    expect(merged.dropped).toEqual([note(1), note(2), note(3)]);
    const many = stateOf({ dropped: Array.from({ length: 100 }, (_, at) => note(at + 10)) });
    expect(mergeState(undefined, ours, many).dropped).toEqual(many.dropped);
  });

  test('takes a backfill and a commit from the side that changed them', () => {
    const backfill = (position: number) => ({
      request: 'x',
      generation: 0,
      position: second(position),
      startedAt: epoch,
    });
    const [a, b] = ['a'.repeat(40), 'b'.repeat(40)];
    const base = stateOf({ commit: a, backfills: { one: backfill(1), two: backfill(1), gone: backfill(1) } });
    const ours = stateOf({ commit: b, backfills: { one: backfill(2), two: backfill(1) } });
    const theirs = stateOf({ commit: a, backfills: { one: backfill(1), two: backfill(3), gone: backfill(1) } });
    const merged = mergeState(base, ours, theirs);
    expect(merged).toMatchObject({ commit: b, backfills: { one: backfill(2), two: backfill(3) } });
    expect(Object.keys(merged.backfills ?? {})).toEqual(['one', 'two']);
  });

  test('lists the runs of both, as their documents say', () => {
    const ours = documentOf({}, { run: 'r-1', state: 'success', finishedAt: second(9) });
    const theirs = documentOf({}, { run: 'r-2' });
    const state = encodeState(stateOf());
    const edits = mergeDocuments(
      owner,
      new Map([
        [runPath('r-1'), { base: undefined, ours: encodeRun(ours), theirs: undefined }],
        ['runs.json', { base: undefined, ours: listText(ours), theirs: listText(theirs) }],
        ['pipeline.json', { base: state, ours: state, theirs: state }],
      ]),
    );
    expect(edits.get(runPath('r-1'))).toBe(encodeRun(ours));
    const { runs } = decodeRunList(edits.get('runs.json') ?? '', owner);
    expect(runs.map(({ run: name, state }) => [name, state])).toEqual([
      ['r-1', 'success'],
      ['r-2', 'running'],
    ]);
    expect(decodeState(edits.get('pipeline.json') ?? '', owner).latest).toEqual(runs.slice(0, 1));
  });

  test('lists a run as its joined document says, though our side has not touched the list', () => {
    const before = documentOf({ load: recordOf('running') });
    const ours = documentOf({ load: recordOf('failed', [attemptOf(1, 'failed'), attemptOf(2, 'failed')]) });
    const theirs = documentOf({ load: recordOf('running', [attemptOf(1, 'failed')]) }, { state: 'cancelled' });
    const state = encodeState(stateOf());
    const edits = mergeDocuments(
      owner,
      new Map([
        [runPath('r-test0000'), { base: encodeRun(before), ours: encodeRun(ours), theirs: encodeRun(theirs) }],
        ['runs.json', { base: listText(before), ours: listText(before), theirs: listText(theirs) }],
        ['pipeline.json', { base: state, ours: state, theirs: state }],
      ]),
    );
    expect(edits.get('runs.json')).toBe(listText(ours));
  });

  test('takes the durations that the other side has, and ours of tasks that it knows nothing of', () => {
    const text = (tasks: TaskDurations) => encodeDurations(tasks, owner);
    const [ours, theirs] = [text({ a: { recentMs: [1] }, b: { recentMs: [1] } }), text({ b: { recentMs: [2] } })];
    const edits = mergeDocuments(owner, new Map([['durations.json', { base: undefined, ours, theirs }]]));
    expect(decodeDurations(edits.get('durations.json') ?? '', owner).tasks).toEqual({
      a: { recentMs: [1] },
      b: { recentMs: [2] },
    });
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
  expect(mergeDocuments(owner, new Map([[runPath('r-test0000'), retired]])).has(runPath('r-test0000'))).toBe(false);
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
