import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadTest } from '../../src/model/load-test.ts';
import type { Task } from '../../src/model/pipeline.ts';
import type { Settings } from '../../src/model/settings.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { countOf } from '../../src/report/run/run-words.ts';
import type { RunDocument } from '../../src/run/document.ts';
import { playCase } from '../../src/simulate/play-case.ts';
import { runTest } from '../../src/simulate/run-tests.ts';
import { arbitraryDag } from '../support/arbitrary-dag.ts';
import { pipelineOf } from '../support/builders.ts';
import fc from '../support/seeded-fast-check.ts';

const settings: Settings = {
  ...defaultSettings,
  pools: { narrow: { slots: 1, scope: 'run' }, wide: { slots: 2, scope: 'run' } },
};
const answer = fc.constantFrom<unknown>(
  'success',
  'failed',
  'timeout',
  { 'exit-code': 3, duration: '1m' },
  { outputs: { n: 1.5 }, duration: '90s' },
);
const worlds = fc.record({
  tasks: arbitraryDag(),
  answers: fc.array(fc.array(answer, { minLength: 1, maxLength: 3 }), { minLength: 12, maxLength: 12 }),
  jobs: fc.integer({ min: 1, max: 4 }),
  failFast: fc.boolean(),
});

interface World {
  readonly tasks: readonly Task[];
  readonly answers: readonly (readonly unknown[])[];
  readonly jobs: number;
  readonly failFast: boolean;
}

/** What a test can say of a run, all of it, written from the run itself. */
function expectationOf({ state, tasks, startedAt, finishedAt = startedAt }: RunDocument) {
  const ms = Date.parse(finishedAt) - Date.parse(startedAt);
  const records = Object.entries(tasks);
  return {
    state,
    duration: `${ms}ms`,
    starts: records.filter(([, { attempts }]) => attempts.length > 0).map(([id]) => id),
    tasks: Object.fromEntries(
      records.map(([id, each]) => [
        id,
        { state: each.state, attempts: each.attempts.length, outputs: each.outputs ?? {} },
      ]),
    ),
  };
}

function loaded({ tasks, answers, jobs, failFast }: World, expected: object) {
  const given = Object.fromEntries(tasks.map(({ id }) => [id, answers[Number(id.slice(1))]]));
  const text = stringify({
    pipeline: 'test',
    cases: [{ name: 'n', jobs, 'fail-fast': failFast, answers: given, expect: expected }],
  });
  const { test: found, source, diagnostics } = loadTest('pipelines/test.test.yml', text);
  expect(diagnostics).toEqual([]);
  if (found === undefined) throw new Error('not loaded');
  return { test: found, source, pipeline: pipelineOf(tasks) };
}

function runOf(world: World): RunDocument {
  const { test: found, pipeline } = loaded(world, { state: 'success' });
  const [first] = found.cases;
  if (first === undefined) throw new Error('no case');
  return playCase(pipeline, settings, first).document;
}

test('a test that is written from a run passes', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const [result] = runTest(loaded(world, expectationOf(runOf(world))), settings).cases;
      expect(result?.mismatches).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test('with any one thing changed it fails, there and only there', () => {
  fc.assert(
    fc.property(
      worlds,
      fc.nat(),
      fc.constantFrom('state', 'attempts', 'outputs', 'starts', 'duration'),
      (world, pick, what) => {
        const expected = expectationOf(runOf(world));
        const ids = Object.keys(expected.tasks);
        const id = ids[pick % ids.length] ?? '';
        const { changed, got } = change(expected, id, what);
        const { mismatches = [] } = runTest(loaded(world, changed), settings).cases[0] ?? {};
        expect(mismatches.map((each) => each.got)).toEqual([got]);
      },
    ),
    { numRuns: 60 },
  );
});

function change(
  expected: ReturnType<typeof expectationOf>,
  id: string,
  what: string,
): { changed: object; got: unknown } {
  const task = expected.tasks[id];
  if (task === undefined) throw new Error(`no ${id}`);
  const withTask = (more: object) => ({ ...expected, tasks: { ...expected.tasks, [id]: { ...task, ...more } } });
  switch (what) {
    case 'state': {
      const other = task.state === 'success' ? 'skipped' : 'success';
      return { changed: withTask({ state: other }), got: task.state };
    }
    case 'attempts':
      return { changed: withTask({ attempts: task.attempts + 1 }), got: countOf(task.attempts, 'attempt') };
    case 'outputs': {
      const names = Object.keys(task.outputs);
      const got = `no output other; ${names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`}`;
      return { changed: withTask({ outputs: { ...task.outputs, other: 1 } }), got };
    }
    case 'starts': {
      const isStarted = expected.starts.includes(id);
      const starts = isStarted ? expected.starts.filter((each) => each !== id) : [...expected.starts, id];
      return { changed: { ...expected, starts }, got: isStarted ? `${id} starts` : 'it does not' };
    }
    default:
      return { changed: { ...expected, duration: { 'at-least': '300d' } }, got: expect.any(String) };
  }
}
