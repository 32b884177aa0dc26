import { expect, test } from 'vitest';
import type { Task } from '../../src/model/pipeline.ts';
import type { Effect } from '../../src/run/engine-events.ts';
import { documentOf, type RunState } from '../../src/run/run-state.ts';
import { isFinal, type TaskState } from '../../src/run/states.ts';
import { arbitraryDag } from '../support/arbitrary-dag.ts';
import { planOf, taskOf } from '../support/builders.ts';
import { EngineWorld, fails, succeeds } from '../support/engine-world.ts';
import fc from '../support/seeded-fast-check.ts';

const limits = { jobs: 4, pools: {}, failFast: false, storeFirst: true } as const;
const worldOf = (...tasks: Task[]) => new EngineWorld(planOf(tasks, { limits }));
const runningIn = (world: EngineWorld) => [...world.running.keys()];
const stores = (effects: readonly Effect[]) => effects.filter(({ type }) => type === 'store');

test('what builds on a task waits until its end is stored; what builds on nothing does not', () => {
  const world = worldOf(taskOf('extract'), taskOf('load', { needs: ['extract'] }), taskOf('other'));
  expect(runningIn(world)).toEqual(['extract', 'other']);
  world.finish('extract', succeeds);
  expect([runningIn(world), world.stateOf('load'), [...world.storing.keys()]]).toEqual([['other'], 'queued', [1]]);
  expect(documentOf(world.store(1)).tasks.extract?.state).toBe('success');
  expect(runningIn(world)).toEqual(['other', 'load']);
});

test('an end that nothing builds on yet costs nothing, and goes along with the one that something waits for', () => {
  const world = worldOf(taskOf('a'), taskOf('b'), taskOf('both', { needs: ['a', 'b'] }));
  expect(stores(world.finish('a', succeeds))).toEqual([]);
  expect(stores(world.finish('b', succeeds))).toEqual([{ type: 'store', ends: 2 }]);
  const { tasks } = documentOf(world.store(2));
  expect([tasks.a?.state, tasks.b?.state]).toEqual(['success', 'success']);
  expect(stores(world.finish('both', succeeds))).toEqual([]);
  expect(world.state.phase).toBe('success');
});

test('an older answer lets nothing go that waits for a newer one', () => {
  const world = worldOf(
    taskOf('a'),
    taskOf('b'),
    taskOf('after-a', { needs: ['a'] }),
    taskOf('after-b', { needs: ['b'] }),
  );
  world.finish('a', succeeds);
  world.finish('b', succeeds);
  world.store(1);
  expect(runningIn(world)).toEqual(['after-a']);
  world.store(2);
  expect(runningIn(world)).toEqual(['after-a', 'after-b']);
});

test('a chain of skipped tasks is stored once', () => {
  const world = worldOf(
    taskOf('a'),
    taskOf('b', { needs: ['a'] }),
    taskOf('c', { needs: ['b'] }),
    taskOf('report', { needs: ['c'], triggerRule: 'all_done' }),
  );
  expect(stores(world.finish('a', fails))).toEqual([{ type: 'store', ends: 3 }]);
  expect(runningIn(world)).toEqual([]);
  world.store(3);
  expect(runningIn(world)).toEqual(['report']);
});

test('the list of a foreach is stored before its first instance starts', () => {
  const world = worldOf(taskOf('list'), taskOf('load', { needs: ['list'], foreach: "fromJSON('[1, 2]')" }));
  world.finish('list', succeeds);
  expect(runningIn(world)).toEqual([]);
  expect(Object.keys(documentOf(world.store(1)).tasks)).toEqual(['list', 'load', 'load[0]', 'load[1]']);
  expect(runningIn(world)).toEqual(['load[0]', 'load[1]']);
});

test('who is cancelled waits for nothing any more', () => {
  const world = worldOf(taskOf('a'), taskOf('b', { needs: ['a'] }));
  world.finish('a', succeeds);
  world.feed({ type: 'cancel', at: world.now(), cancellation: { why: 'interrupt', by: 'ana' } });
  expect([world.state.phase, world.stateOf('b')]).toEqual(['cancelled', 'cancelled']);
  world.store(1);
  expect(runningIn(world)).toEqual([]);
});

test('a job without time left hands over what has waited', () => {
  const time = { endsAt: '2026-03-02T06:00:00.000Z', wholeMs: 3_600_000, graceMs: 0 } as const;
  const tasks = [taskOf('a'), taskOf('b', { needs: ['a'] })];
  const world = new EngineWorld(planOf(tasks, { limits: { ...limits, time } }));
  world.finish('a', succeeds);
  world.feed({ type: 'time-over', at: world.now() });
  expect(world.state.phase).toBe('cancelled');
  expect(documentOf(world.state).cancelled).toMatchObject({ resumesAt: expect.any(String) });
});

test('whatever ends when, no task starts on an end that is not stored, and every run ends as without', () => {
  const outcomes = fc.array(fc.nat({ max: 15 }), { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(arbitraryDag(), outcomes, fc.infiniteStream(fc.nat()), (tasks, bits, picks) => {
      const world = new EngineWorld(planOf(tasks, { limits }));
      const needs = new Map(tasks.map((task) => [task.id, task.needs]));
      let stored = documentOf(world.state);
      for (let moves = movesOf(world); moves.length > 0; moves = movesOf(world)) {
        const move = moves[(picks.next().value ?? 0) % moves.length] ?? 0;
        const before = new Set(world.running.keys());
        if (typeof move === 'number') stored = newer(stored, documentOf(world.store(move)));
        else if (world.waiting.has(move)) world.retryDue(move);
        else
          world.finish(
            move,
            ((bits[Number(move.slice(1))] ?? 0) >> (world.running.get(move) ?? 0)) & 1 ? fails : succeeds,
          );
        for (const task of runningIn(world).filter((id) => !before.has(id))) {
          for (const need of needs.get(task) ?? []) {
            const { state } = documentOf(world.state).tasks[need] ?? { state: 'none' };
            if (isFinal(state as TaskState))
              expect([task, need, stored.tasks[need]?.state]).toEqual([task, need, state]);
          }
        }
      }
      expect(isFinalRun(world.state)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

/** What can happen next: a task's end or next try, or an answer for so many ends. */
function movesOf(world: EngineWorld): readonly (string | number)[] {
  return [...world.running.keys(), ...world.waiting, ...world.storing.keys()];
}

function newer<T extends { readonly tasks: object }>(a: T, b: T): T {
  const ended = (document: T) => Object.values(document.tasks).filter(({ state }) => isFinal(state)).length;
  return ended(b) >= ended(a) ? b : a;
}

function isFinalRun(state: RunState): boolean {
  return state.phase !== 'running' && Object.values(documentOf(state).tasks).every((task) => isFinal(task.state));
}
