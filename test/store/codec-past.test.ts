import { expect, test } from 'vitest';
import type { RunSummary } from '../../src/run/ports.ts';
import { runStates } from '../../src/run/states.ts';
import { decodeDurations, decodeRunList, encodeDurations, encodeRunList } from '../../src/store/codec/codec-past.ts';
import { second } from '../support/builders.ts';
import fc from '../support/seeded-fast-check.ts';

const owner = { environment: 'local', pipeline: 'test' };
const summary: RunSummary = { run: 'r-1', state: 'success', createdAt: second(1), generation: 0 };

const instant = fc.nat({ max: 9_999 }).map(second);
const summaries: fc.Arbitrary<RunSummary> = fc.record(
  {
    run: fc.stringMatching(/^r-[A-Za-z0-9]{1,32}$/),
    state: fc.constantFrom(...runStates),
    createdAt: instant,
    finishedAt: instant,
    interval: fc.record({ start: instant, end: instant }),
    generation: fc.nat(),
    partial: fc.constant(true),
  },
  { requiredKeys: ['run', 'state', 'createdAt', 'generation'] },
);

test('a list of runs comes back as it was', () => {
  fc.assert(
    fc.property(fc.array(summaries), (runs) => {
      expect(decodeRunList(encodeRunList(runs, owner), owner).runs).toEqual(runs);
    }),
  );
});

test('durations come back as they were, whatever the tasks are called', () => {
  const names = fc.constantFrom('load', 'constructor', 'toString', 'load[3]', 'ünï');
  const durations = fc.dictionary(names, fc.record({ recentMs: fc.array(fc.nat(), { maxLength: 60 }) }));
  fc.assert(
    fc.property(durations, (tasks) => {
      expect(decodeDurations(encodeDurations(tasks, owner), owner).tasks).toEqual({ ...tasks });
    }),
  );
});

test.each<[string, object]>([
  ['a run that leads elsewhere', { runs: [{ ...summary, run: '../../etc' }] }],
  ['a state that there is not', { runs: [{ ...summary, state: 'fine' }] }],
  ['no list', { runs: {} }],
  ['more runs than are ever kept', { runs: Array(10_001).fill(summary) }],
])('%s is refused', (_, evil) => {
  expect(() => decodeRunList(JSON.stringify({ version: 1, ...owner, ...evil }), owner)).toThrow(
    expect.objectContaining({ code: 'SG607' }),
  );
});

test.each<[string, object]>([
  ['a task that leads elsewhere', { '../load': { recentMs: [1] } }],
  ['a duration below zero', { load: { recentMs: [-1] } }],
  ['more durations than are ever kept', { load: { recentMs: Array(61).fill(1) } }],
])('%s is refused', (_, tasks) => {
  expect(() => decodeDurations(JSON.stringify({ version: 1, ...owner, tasks }), owner)).toThrow(
    expect.objectContaining({ code: 'SG607' }),
  );
});

test('what belongs to another pipeline, or is of a newer Segue, is refused', () => {
  const list = encodeRunList([summary], owner);
  expect(() => decodeRunList(list, { ...owner, pipeline: 'other' })).toThrow(/belongs to test/);
  expect(() => decodeRunList(list.replace('"version": 1', '"version": 2'), owner)).toThrow(
    expect.objectContaining({ code: 'SG606' }),
  );
  const durations = encodeDurations({ load: { recentMs: [1] } }, owner);
  expect(() => decodeDurations(durations, { ...owner, environment: 'production' })).toThrow(/belongs to test in local/);
});

test('two spellings of one name are written as one', () => {
  const [composed, apart] = ['é', 'e\u0301'].map((pipeline) => encodeRunList([summary], { ...owner, pipeline }));
  expect(composed).toBe(apart);
});
