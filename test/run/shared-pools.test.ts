import { expect, test } from 'vitest';
import type { Effect } from '../../src/run/engine-events.ts';
import { isFinal, type TaskState } from '../../src/run/states.ts';
import { arbitraryDag } from '../support/arbitrary-dag.ts';
import { planOf, taskOf } from '../support/builders.ts';
import { EngineWorld, fails, succeeds } from '../support/engine-world.ts';
import fc from '../support/seeded-fast-check.ts';

const limits = { jobs: 4, pools: { crm: 2 }, sharedPools: ['crm'], failFast: false };
const needs = (effects: readonly Effect[]) => effects.filter((effect) => effect.type === 'need-slots');
const inPool = (...ids: string[]) => ids.map((id) => taskOf(id, { pool: 'crm' }));

function grant(world: EngineWorld, count: number): readonly Effect[] {
  return world.feed({ type: 'slots-granted', pool: 'crm', count, at: world.now() });
}

test('a task of a shared pool waits for a slot, others do not', () => {
  const world = new EngineWorld(planOf([...inPool('a', 'b', 'c'), taskOf('free')], { limits }));
  expect([...world.running.keys()]).toEqual(['free']);
  expect(needs(world.effects)).toEqual([{ type: 'need-slots', pool: 'crm', slots: 2, used: 0, wanted: 2 }]);
  expect(needs(grant(world, 1))).toMatchObject([{ used: 1, wanted: 2 }]);
  expect([...world.running.keys()].sort()).toEqual(['a', 'free']);
});

test('a slot is handed on inside of the run, and given back when nothing of it is left to do', () => {
  const world = new EngineWorld(planOf(inPool('a', 'b'), { limits }));
  grant(world, 1);
  expect(needs(world.finish('a', succeeds))).toMatchObject([{ used: 1, wanted: 1 }]);
  expect([...world.running.keys()]).toEqual(['b']);
  expect(needs(world.finish('b', succeeds))).toMatchObject([{ used: 0, wanted: 0 }]);
  expect(world.state.phase).toBe('success');
});

test('fewer slots let no further task start, and end none', () => {
  const world = new EngineWorld(planOf(inPool('a', 'b', 'c'), { limits }));
  grant(world, 2);
  grant(world, 1);
  expect(world.running.size).toBe(2);
  expect(needs(world.finish('a', succeeds))).toMatchObject([{ used: 1, wanted: 2 }]);
  expect([...world.running.keys()]).toEqual(['b']);
  world.finish('b', succeeds);
  expect([...world.running.keys()]).toEqual(['c']);
});

test('what was given back is not filled before it is granted anew', () => {
  const world = new EngineWorld(
    planOf([taskOf('a', { pool: 'crm' }), taskOf('b', { pool: 'crm', needs: ['c'] }), taskOf('c')], { limits }),
  );
  grant(world, 1);
  world.finish('a', succeeds);
  world.finish('c', succeeds);
  expect(world.stateOf('b')).toBe('queued');
  grant(world, 1);
  expect([...world.running.keys()]).toEqual(['b']);
});

test('a grant that comes when nothing is wanted any more grants nothing', () => {
  const world = new EngineWorld(planOf([taskOf('b', { pool: 'crm', needs: ['c'] }), taskOf('c')], { limits }));
  grant(world, 2);
  world.finish('c', succeeds);
  expect(world.stateOf('b')).toBe('queued');
});

test('a cancelled run wants nothing, and ends without a slot', () => {
  const world = new EngineWorld(planOf(inPool('a', 'b'), { limits }));
  const cancellation = { why: 'request', by: 'ana' } as const;
  const effects = world.feed({ type: 'cancel', at: world.now(), cancellation });
  expect(needs(effects)).toMatchObject([{ used: 0, wanted: 0 }]);
  expect(world.state.phase).toBe('cancelled');
});

test('a pool that is of the run alone costs no effect', () => {
  const world = new EngineWorld(planOf(inPool('a', 'b'), { limits: { ...limits, sharedPools: [] } }));
  world.play(() => succeeds);
  expect(needs(world.effects)).toEqual([]);
});

test('whatever is granted when, no more than that runs, and every run ends', () => {
  const grants = fc.infiniteStream(fc.integer({ min: 0, max: 2 }));
  const picks = fc.infiniteStream(fc.nat());
  fc.assert(
    fc.property(arbitraryDag(), grants, picks, fc.nat({ max: 255 }), (tasks, counts, choices, bits) => {
      const pooled = tasks.map((task, index) => ({ ...task, ...((bits >> (index % 8)) & 1 ? { pool: 'crm' } : {}) }));
      const world = new EngineWorld(planOf(pooled, { limits }));
      const poolOf = new Map(pooled.map((task) => [task.id, task.pool]));
      const used = () => [...world.running.keys()].filter((id) => poolOf.get(id.replace(/\[.*/, '')) === 'crm').length;
      for (let step = 0; world.state.phase === 'running' && step < 5_000; step++) {
        const before = used();
        const count = step % 5 === 4 ? 2 : (counts.next().value ?? 0);
        grant(world, count);
        expect(used()).toBeLessThanOrEqual(Math.max(before, count));
        const moves = [...world.running.keys(), ...world.waiting];
        const task = moves[(choices.next().value ?? 0) % Math.max(1, moves.length)];
        if (task === undefined) continue;
        if (world.waiting.has(task)) world.retryDue(task);
        else world.finish(task, step % 7 === 0 ? fails : succeeds);
        const wanted = world.state.shared.get('crm');
        expect(wanted?.used).toBe(used());
        expect(wanted?.granted).toBeLessThanOrEqual(wanted?.wanted ?? 0);
      }
      expect(Object.values(world.states()).filter((state) => !isFinal(state as TaskState))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
