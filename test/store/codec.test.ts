import { describe, expect, test } from 'vitest';
import { Problem } from '../../src/diagnostic/problem.ts';
import type { RunDocument, TaskRecord } from '../../src/run/document.ts';
import type { PipelineState } from '../../src/run/ports.ts';
import { taskStates } from '../../src/run/states.ts';
import { decodeRun, decodeState, encodeRun, encodeState, peekPipeline } from '../../src/store/codec/codec.ts';
import { epoch } from '../support/builders.ts';
import { attemptOf, documentOf, recordOf } from '../support/documents.ts';
import fc from '../support/seeded-fast-check.ts';

const owner = { environment: 'local', pipeline: 'test' };
const run = documentOf({ load: recordOf('success', [attemptOf(1, 'success')]) });
const text = encodeRun(run);
const state: PipelineState = { version: 1, ...owner, active: [] };

const record: fc.Arbitrary<TaskRecord> = fc.record(
  {
    state: fc.constantFrom(...taskStates),
    definition: fc.stringMatching(/^[0-9a-f]{0,20}$/),
    attempts: fc.array(
      fc.nat({ max: 9 }).map((number) => attemptOf(number + 1, 'failed')),
      { maxLength: 2 },
    ),
    outputs: fc.dictionary(fc.constantFrom('rows', 'constructor', 'toString', 'ö x'), fc.string({ unit: 'binary' })),
    item: fc.json(),
    instances: fc.nat(),
    failures: fc.integer({ min: 1, max: 20 }),
    retryAt: fc.constant(epoch),
  },
  { requiredKeys: ['state', 'definition', 'attempts'] },
);

const runs: fc.Arbitrary<RunDocument> = fc
  .record(
    {
      tasks: fc.dictionary(fc.stringMatching(/^[a-z_][a-z0-9_.-]{0,20}$/), record),
      params: fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.oneof(fc.string(), fc.integer(), fc.boolean())),
      failFast: fc.boolean(),
      finishedAt: fc.constant(epoch),
      cancelled: fc.constant({ why: 'interrupt', by: 'segue', resumesAt: epoch } as const),
    },
    { requiredKeys: ['tasks', 'params'] },
  )
  .map(({ tasks, ...more }) => documentOf(tasks, more));

describe('a run document', () => {
  test('comes back as it was, tasks in their order', () => {
    fc.assert(
      fc.property(runs, (document) => {
        const back = decodeRun(encodeRun(document), owner, document.run);
        expect(back).toEqual(document);
        expect(Object.keys(back.tasks)).toEqual(Object.keys(document.tasks));
      }),
    );
  });

  test('is the same text however its value was put together', () => {
    const shuffled: RunDocument = Object.assign(
      {},
      ...Object.entries(run)
        .reverse()
        .map(([key, value]) => ({ [key]: value })),
    );
    expect(Object.keys(shuffled)).not.toEqual(Object.keys(run));
    expect(encodeRun(shuffled)).toBe(text);
  });

  test('has one value a line and ends with a line', () => {
    expect(text).toMatch(/\n {2}"load": \{\n {3}"state": "success",\n/);
    expect(text.endsWith('}\n')).toBe(true);
  });

  test('never brings anything but a document or SG606 and SG607 out of any text', () => {
    const mutated = fc
      .tuple(fc.nat({ max: text.length }), fc.nat({ max: 20 }), fc.string())
      .map(([at, length, put]) => text.slice(0, at) + put + text.slice(at + length));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), mutated), (input) => {
        try {
          expect(decodeRun(input, owner, run.run).version).toBe(1);
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
          expect(['SG606', 'SG607']).toContain(error instanceof Problem && error.code);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('of a newer version is refused by name', () => {
    const newer = text.replace('"version": 1', '"version": 7');
    expect(() => decodeRun(newer, owner, run.run)).toThrow(expect.objectContaining({ code: 'SG606' }));
    expect(() => decodeRun(newer, owner, run.run)).toThrow(/version 7/);
  });

  test('loses fields that nobody knows', () => {
    const extended = text.replace('"version": 1,', '"version": 1, "command": "rm -rf /",');
    expect(decodeRun(extended, owner, run.run)).toEqual(run);
  });

  test('cannot reach prototypes', () => {
    const evil = text.replace('"params": {}', '"params": {"__proto__": {"polluted": true}, "x": "y"}');
    const back = decodeRun(evil, owner, run.run);
    expect(Object.getPrototypeOf(back.params)).toBe(Object.prototype);
    expect(Object.keys(back.params)).toEqual(['x']);
  });

  test.each<[string, string, string]>([
    ['another run', '"run": "r-test0000"', '"run": "r-other000"'],
    ['another pipeline', '"pipeline": "test"', '"pipeline": "other"'],
    ['another environment', '"environment": "local"', '"environment": "production"'],
    ['a commit that is an option', 'c'.repeat(40), '--upload-pack=evil'],
    ['a file outside', '"file": "pipelines/test.yml"', '"file": "../../etc/passwd"'],
    ['an absolute file', '"file": "pipelines/test.yml"', '"file": "/etc/passwd"'],
    ['a task that is a path', '"load":', '"../../load":'],
    ['a state that does not exist', '"state": "running"', '"state": "great"'],
    ['a date that does not exist', epoch, '2026-13-45T05:00:00.000Z'],
    ['attempts without end', '"number": 1', '"number": 1e300'],
  ])('with %s is refused', (_what, honest, evil) => {
    expect(text).toContain(honest);
    expect(() => decodeRun(text.replace(honest, evil), owner, run.run)).toThrow(
      expect.objectContaining({ code: 'SG607' }),
    );
  });

  test.each([-1, 0, 1, 2 ** 40, 1.5])('with process group %d, which would be somebody else’s, is refused', (pid) => {
    const group = { pid: 4_711, started: 's', boot: 'b' };
    const honest = encodeRun(documentOf({ load: recordOf('running', [{ ...attemptOf(1), group }]) }));
    const evil = honest.replace('"pid": 4711', `"pid": ${pid}`);
    expect(() => decodeRun(evil, owner, run.run)).toThrow(expect.objectContaining({ code: 'SG607' }));
  });

  test('that could not be read back is not written', () => {
    const bad = documentOf({ '../load': recordOf('none') });
    expect(() => encodeRun(bad)).toThrow(expect.objectContaining({ code: 'SG607' }));
  });
});

describe('a state document', () => {
  test('comes back as it was', () => {
    const full: PipelineState = {
      ...state,
      cursor: epoch,
      commit: 'c'.repeat(40),
      paused: { by: 'ana', at: epoch, reason: 'the source moves' },
      dropped: [{ from: epoch, to: epoch, count: 1, why: 'catchup', at: epoch }],
      served: [{ start: epoch, end: epoch }],
      successes: { count: 3, run: 'r-1', at: epoch },
      consumed: { 'ingest/crm': 3 },
      backfills: { 'crm/may': { request: 'd1', generation: 1, position: epoch, startedAt: epoch, finishedAt: epoch } },
      active: [{ run: 'r-1', claimedAt: epoch, host: 'h', pid: 1, lease: 'h-abc', takeovers: 2 }],
      latest: [{ run: 'r-1', state: 'running', createdAt: epoch, generation: 0 }],
    };
    expect(decodeState(encodeState(full), owner)).toEqual(full);
  });

  test.each<[string, Partial<PipelineState>]>([
    ['a commit that is an option', { commit: '--upload-pack=evil' }],
    [
      'a lease that leads elsewhere',
      { active: [{ run: 'r-1', claimedAt: epoch, host: 'h', pid: 1, lease: '../../heads/main' }] },
    ],
    ['a served interval without an end', { served: [{ start: epoch, end: 'later' }] }],
    ['a success that counts down', { successes: { count: -1, run: 'r-1', at: epoch } }],
    [
      'more notes than are kept',
      {
        dropped: Array.from({ length: 101 }, () => ({ from: epoch, to: epoch, count: 1, why: 'paused', at: epoch })),
      },
    ],
  ])('with %s is neither written nor read', (_what, evil) => {
    expect(() => encodeState({ ...state, ...evil })).toThrow(expect.objectContaining({ code: 'SG607' }));
    expect(() => decodeState(JSON.stringify({ ...state, ...evil }), owner)).toThrow(
      expect.objectContaining({ code: 'SG607' }),
    );
  });

  test('of another pipeline is refused', () => {
    expect(() => decodeState(encodeState(state), { ...owner, pipeline: 'other' })).toThrow(/belongs to test/);
  });

  test.each([
    ['nested beyond reason', '['.repeat(200_000)],
    ['a list', '[]'],
    ['nothing', ''],
    ['null', 'null'],
  ])('that is %s is refused', (_what, evil) => {
    expect(() => decodeState(evil, owner)).toThrow(expect.objectContaining({ code: 'SG607' }));
    expect(peekPipeline(evil)).toBeUndefined();
  });
});
