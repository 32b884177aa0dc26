import { expect, test } from 'vitest';
import { buildGraph } from '../../src/dag/graph.ts';
import { descendants } from '../../src/dag/select.ts';
import type { Task } from '../../src/model/pipeline.ts';
import type { RunDocument, TaskRecord } from '../../src/run/document.ts';
import { replay } from '../../src/run/replay.ts';
import { resetForResume, resetForRetry } from '../../src/run/reset.ts';
import { documentOf } from '../../src/run/run-state.ts';
import { isFinal } from '../../src/run/states.ts';
import { arbitraryDag } from '../support/arbitrary-dag.ts';
import { planOf, taskOf } from '../support/builders.ts';
import { EngineWorld, fails, succeeds } from '../support/engine-world.ts';
import fc from '../support/seeded-fast-check.ts';

const limits = { jobs: 3, pools: {}, failFast: false };
const bits = fc.array(fc.boolean(), { minLength: 12, maxLength: 12 });

/** Plays some steps, as far as `steps` goes, and gives what the journal would hold when Segue dies there. */
function interrupted(tasks: readonly Task[], failing: readonly boolean[], steps: number): RunDocument {
  const world = new EngineWorld(planOf(tasks, { limits }));
  for (let step = 0; step < steps && world.running.size + world.waiting.size > 0; step++) {
    const task = [...world.running.keys(), ...world.waiting][0] ?? '';
    if (world.waiting.has(task)) world.retryDue(task);
    else world.finish(task, failing[Number(task.slice(1))] ? fails : succeeds);
  }
  return journalled(documentOf(world.state));
}

/** The journal does not hold `queued`: such a task has done nothing yet. */
function journalled(document: RunDocument): RunDocument {
  const tasks = Object.entries(document.tasks).map(([id, record]): [string, TaskRecord] => [
    id,
    record.state === 'queued' ? { ...record, state: 'none' } : record,
  ]);
  return { ...document, tasks: Object.fromEntries(tasks) };
}

function resume(tasks: readonly Task[], document: RunDocument): EngineWorld {
  return new EngineWorld(planOf(tasks, { limits }), {
    document,
    reset: resetForResume(document, buildGraph(tasks)),
  });
}

test('a resume ends every run, and runs no recorded success again unless something upstream of it failed', () => {
  fc.assert(
    fc.property(arbitraryDag(), bits, fc.nat({ max: 20 }), (tasks, failing, steps) => {
      const document = interrupted(tasks, failing, steps);
      const graph = buildGraph(tasks);
      const redone = descendants(
        graph,
        tasks.flatMap(({ id }, index) => (/failed/.test(document.tasks[id]?.state ?? '') ? [index] : [])),
      );
      const world = resume(tasks, document);
      world.play(() => succeeds);
      expect(world.state.phase).not.toBe('running');
      tasks.forEach(({ id }, index) => {
        const before = document.tasks[id];
        const after = documentOf(world.state).tasks[id];
        expect(isFinal(after?.state ?? 'none')).toBe(true);
        if (before?.state === 'success' && !redone.has(index)) expect(after).toEqual(before);
      });
    }),
    { numRuns: 300 },
  );
});

test('no attempt is ever dropped or renumbered', () => {
  fc.assert(
    fc.property(arbitraryDag(), bits, fc.nat({ max: 20 }), (tasks, failing, steps) => {
      const document = interrupted(tasks, failing, steps);
      const world = resume(tasks, document);
      world.play(() => succeeds);
      for (const [id, record] of Object.entries(documentOf(world.state).tasks)) {
        const before = document.tasks[id]?.attempts ?? [];
        expect(record.attempts.map(({ number }) => number)).toEqual(record.attempts.map((_, index) => index + 1));
        expect(record.attempts.slice(0, before.length).map(({ startedAt }) => startedAt)).toEqual(
          before.map(({ startedAt }) => startedAt),
        );
      }
    }),
  );
});

test('an attempt that ran when Segue died is closed as lost and tried again', () => {
  const tasks = [taskOf('a'), taskOf('b', { needs: ['a'] })];
  const document = interrupted(tasks, [], 0);
  const world = resume(tasks, document);
  expect(world.running).toEqual(new Map([['a', 2]]));
  world.play(() => succeeds);
  expect(documentOf(world.state).tasks.a?.attempts.map(({ state }) => state)).toEqual(['lost', 'success']);
});

test('a foreach that was interrupted runs only the instances that are left', () => {
  const tasks = [taskOf('list', { foreach: "fromJSON('[1,2,3,4]')" }), taskOf('join', { needs: ['list'] })];
  const world = new EngineWorld(planOf(tasks, { limits }));
  world.finish('list[0]', { ...succeeds, outputs: { n: '1' } });
  world.finish('list[1]', succeeds);
  const resumed = resume(tasks, journalled(documentOf(world.state)));
  expect([...resumed.running.keys()]).toEqual(['list[2]', 'list[3]']);
  resumed.play(() => succeeds);
  expect(resumed.stateOf('list')).toBe('success');
  expect(resumed.stateOf('join')).toBe('success');
  expect(documentOf(resumed.state).tasks['list[0]']?.outputs).toEqual({ n: '1' });
});

test('a foreach resumed from its journal alone runs no instance again that succeeded', () => {
  const tasks = [taskOf('list', { foreach: "fromJSON('[1,2,3,4]')" })];
  const world = new EngineWorld(planOf(tasks, { limits: { ...limits, jobs: 1 } }));
  world.finish('list[0]', succeeds);
  const journal = world.effects.flatMap((effect) =>
    effect.type === 'record' ? [{ ...effect, kind: 'task' as const }] : [],
  );
  const opening = documentOf(new EngineWorld(planOf([])).state);
  const document = replay([{ kind: 'document', document: { ...opening, state: 'running' } }, ...journal]);
  const resumed = resume(tasks, document ?? opening);
  expect([...resumed.running.keys()]).toEqual(['list[1]', 'list[2]', 'list[3]']);
});

test('a foreach whose last instance was recorded, but not itself, is not run again', () => {
  const tasks = [taskOf('list', { foreach: "fromJSON('[1,2]')" }), taskOf('join', { needs: ['list'] })];
  const world = new EngineWorld(planOf(tasks, { limits }));
  world.finish('list[0]', succeeds);
  world.finish('list[1]', succeeds);
  const document = journalled(documentOf(world.state));
  const list = { ...document.tasks.list, state: 'running' } as TaskRecord;
  const join = { ...document.tasks.join, state: 'none', attempts: [] } as unknown as TaskRecord;
  const resumed = resume(tasks, { ...document, tasks: { ...document.tasks, list, join } });
  expect([...resumed.running.keys()]).toEqual(['join']);
});

test('a retry runs what failed and what waits for it; named tasks in any state; only them if asked', () => {
  const tasks = [taskOf('a'), taskOf('b', { needs: ['a'] }), taskOf('c', { needs: ['b'] }), taskOf('d')];
  const world = new EngineWorld(planOf(tasks, { limits }));
  world.play((task) => (task === 'b' ? fails : succeeds));
  const document = documentOf(world.state);
  const graph = buildGraph(tasks);
  const reset = (names: readonly string[], only = false) =>
    [...resetForRetry(document, graph, { tasks: names, only }, new Map()).reset].sort();
  expect(reset([])).toEqual(['b', 'c']);
  expect(reset(['a'])).toEqual(['a', 'b', 'c']);
  expect(reset(['a'], true)).toEqual(['a']);
  expect(reset(['d'])).toEqual(['d']);
});

test('a retry lists the successes that it keeps although their definition has changed', () => {
  const tasks = [taskOf('a'), taskOf('b', { needs: ['a'] })];
  const world = new EngineWorld(planOf(tasks, { limits }));
  world.play((task) => (task === 'b' ? fails : succeeds));
  const request = { tasks: [], only: false };
  const definitions = new Map([
    ['a', 'another'],
    ['b', 'another'],
  ]);
  expect(resetForRetry(documentOf(world.state), buildGraph(tasks), request, definitions).outdated).toEqual(['a']);
});

test('a failed foreach retries its failed instances alone', () => {
  const tasks = [taskOf('list', { foreach: "fromJSON('[1,2,3]')" }), taskOf('join', { needs: ['list'] })];
  const world = new EngineWorld(planOf(tasks, { limits }));
  world.play((task) => (task === 'list[1]' ? fails : succeeds));
  expect(world.state.phase).toBe('failed');
  const document = documentOf(world.state);
  const { reset } = resetForRetry(document, buildGraph(tasks), { tasks: [], only: false }, new Map());
  const retried = new EngineWorld(planOf(tasks, { limits }), { document, reset });
  expect([...retried.running.keys()]).toEqual(['list[1]']);
  retried.play(() => succeeds);
  expect(retried.states()).toEqual({
    list: 'success',
    join: 'success',
    'list[0]': 'success',
    'list[1]': 'success',
    'list[2]': 'success',
  });
});
