import { describe, expect, test } from 'vitest';
import type { RunDocument } from '../../src/run/document.ts';
import type { ActiveRun, PipelineState } from '../../src/run/ports.ts';
import { decodeRun, decodeState, encodeRun, encodeState } from '../../src/store/codec/codec.ts';
import { decodeRunList, encodeRunList } from '../../src/store/codec/codec-past.ts';
import { mergeDocuments } from '../../src/store/documents/merge.ts';
import { runPath } from '../../src/store/names.ts';
import { summaryOf } from '../../src/store/upkeep/retention.ts';
import { epoch, second } from '../support/builders.ts';
import { attemptOf, documentOf, recordOf } from '../support/documents.ts';

const owner = { environment: 'production', pipeline: 'test' };

/** What one side holds: the pipeline's own document, and its runs. */
interface Side {
  readonly state: PipelineState;
  readonly runs: readonly RunDocument[];
}

function stateOf(active: readonly ActiveRun[], more: Partial<PipelineState> = {}): PipelineState {
  return { version: 1, ...owner, active, ...more };
}

const intervalOf = (hour: number) => ({ start: second(hour * 3_600), end: second((hour + 1) * 3_600) });
const lost: ActiveRun = { run: 'r-test0000', claimedAt: epoch, host: 'lost', pid: 1, lease: 'h-lost' };
const taken: ActiveRun = { ...lost, claimedAt: second(400), host: 'next', pid: 2, lease: 'h-next', takeovers: 1 };
const resumed = { kind: 'resume' as const, by: 'next', at: second(400) };

function runOf(more: Partial<RunDocument>, tasks: RunDocument['tasks']): RunDocument {
  return documentOf(tasks, { ...owner, interval: intervalOf(0), ...more });
}

const begun = runOf({}, { load: recordOf('running', [attemptOf(1)]) });
/** The lost holder's last word: attempt 1 had succeeded, and with it the run. */
const endedLate = runOf({ state: 'success', finishedAt: second(300) }, { load: recordOf('success', [attemptOf(1)]) });
/** The next holder has attempt 1 for lost, and runs attempt 2 at this moment. */
const again = runOf({ actions: [resumed] }, { load: recordOf('running', [attemptOf(1, 'lost')]) });
const failedAgain = runOf(
  { state: 'failed', finishedAt: second(500), actions: [resumed] },
  { load: recordOf('failed', [attemptOf(1, 'lost'), attemptOf(2, 'failed')]) },
);

function joined(base: Side, ours: Side, theirs: Side) {
  const ids = new Set([...base.runs, ...ours.runs, ...theirs.runs].map(({ run }) => run));
  const textsOf = ({ state, runs }: Side) =>
    new Map([
      ['pipeline.json', encodeState(state)],
      ['runs.json', encodeRunList(runs.map(summaryOf), owner)],
      ...runs.map((run) => [runPath(run.run), encodeRun(run)] as const),
    ]);
  const [before, mine, other] = [base, ours, theirs].map(textsOf);
  const paths = ['pipeline.json', 'runs.json', ...[...ids].map(runPath)];
  const texts = paths.map(
    (path) => [path, { base: before?.get(path), ours: mine?.get(path), theirs: other?.get(path) }] as const,
  );
  const edits = mergeDocuments(owner, new Map(texts));
  const text = (path: string) => (edits.has(path) ? edits.get(path) : other?.get(path)) ?? '';
  return {
    state: decodeState(text('pipeline.json'), owner),
    run: (run: string) => decodeRun(text(runPath(run)), owner, run),
    list: decodeRunList(text('runs.json'), owner).runs,
  };
}

const base: Side = { state: stateOf([lost]), runs: [begun] };
const ours: Side = {
  state: stateOf([], {
    successes: { count: 1, run: lost.run, at: second(300) },
    served: [intervalOf(0)],
    untold: [lost.run],
  }),
  runs: [endedLate],
};

describe('a holder who was cut off stores a success after somebody else has gone on with the run', () => {
  test('while the other runs the task again, nothing of the success counts', () => {
    const { state, run, list } = joined(base, ours, { state: stateOf([taken]), runs: [again] });
    expect(run(lost.run)).toEqual(again);
    expect(list.map(({ state: how }) => how)).toEqual(['running']);
    expect(state.active).toEqual([taken]);
    expect(state).not.toHaveProperty('successes');
    expect(state).not.toHaveProperty('served');
    expect(state.untold ?? []).toEqual([]);
  });

  test('what the other has ended by then stays as that one has ended it', () => {
    const { state, run } = joined(base, ours, { state: stateOf([], { untold: [lost.run] }), runs: [failedAgain] });
    expect(run(lost.run)).toEqual(failedAgain);
    expect(state).not.toHaveProperty('successes');
    expect(state.untold).toEqual([lost.run]);
  });

  test('if both succeeded it is one success, at the time at which the other ended', () => {
    const succeeded = { ...failedAgain, state: 'success' as const };
    const counted = { successes: { count: 1, run: lost.run, at: second(500) }, served: [intervalOf(0)] };
    const { state } = joined(base, ours, { state: stateOf([], counted), runs: [succeeded] });
    expect(state).toMatchObject(counted);
  });

  test('what else it has ended counts', () => {
    const other = { ...lost, run: 'r-other000' };
    const more = (run: RunDocument) => ({ ...run, run: other.run, interval: intervalOf(1) });
    const { state, run } = joined(
      {
        state: stateOf([lost, other], { successes: { count: 4, run: 'r-old00000', at: epoch } }),
        runs: [begun, more(begun)],
      },
      {
        state: stateOf([], {
          successes: { count: 6, run: other.run, at: second(300) },
          served: [{ start: intervalOf(0).start, end: intervalOf(1).end }],
          untold: [lost.run, other.run],
        }),
        runs: [endedLate, more(endedLate)],
      },
      {
        state: stateOf([taken, other], { successes: { count: 4, run: 'r-old00000', at: epoch }, untold: [] }),
        runs: [again, more(begun)],
      },
    );
    expect(state.active).toEqual([taken]);
    expect(state.successes?.count).toBe(5);
    expect(state.served).toEqual([intervalOf(1)]);
    expect(state.untold).toEqual([other.run]);
    expect(run(other.run).state).toBe('success');
  });
});

test('a holder who was away for a moment and lost nothing is believed', () => {
  const { state, run } = joined(base, ours, { state: stateOf([lost], { cursor: second(9) }), runs: [begun] });
  expect(run(lost.run)).toEqual(endedLate);
  expect(state).toMatchObject({ active: [], cursor: second(9), successes: { count: 1 }, served: [intervalOf(0)] });
});
