import { expect, test } from 'vitest';
import { limits as bounds } from '../../src/model/limits.ts';
import { valuesFor } from '../../src/run/contexts.ts';
import { documentOf } from '../../src/run/run-state.ts';
import { planOf, taskOf } from '../support/builders.ts';
import { EngineWorld, fails, succeeds } from '../support/engine-world.ts';

const list = taskOf('list');
const each = taskOf('each', { needs: ['list'], foreach: 'fromJSON(needs.list.outputs.items)' });
const join = taskOf('join', { needs: ['each'] });

function worldWith(items: string): EngineWorld {
  const world = new EngineWorld(planOf([list, each, join]));
  world.finish('list', { ...succeeds, outputs: { items } });
  return world;
}

test('expands at run time, and is one task to what waits for it', () => {
  const world = worldWith('["x", {"y": 1}]');
  expect([...world.running.keys()]).toEqual(['each[0]', 'each[1]']);
  world.finish('each[0]', { ...succeeds, outputs: { rows: '3' } });
  expect(world.stateOf('join')).toBe('none');
  world.finish('each[1]', { ...succeeds, outputs: { rows: '4' } });
  expect([...world.running.keys()]).toEqual(['join']);
  const values = valuesFor(world.state, world.state.nodes.get(2));
  expect(values.needs).toEqual({ each: { result: 'success', outputs: { rows: '["3","4"]' } } });
  expect(Object.keys(documentOf(world.state).tasks)).toEqual(['list', 'each', 'each[0]', 'each[1]', 'join']);
  expect(documentOf(world.state).tasks['each[1]']?.item).toBe('{"y":1}');
});

test('is skipped by an empty list', () => {
  const world = worldWith('[]');
  expect(world.states()).toEqual({ list: 'success', each: 'skipped', join: 'skipped' });
  expect(documentOf(world.state).tasks.each?.reason?.kind).toBe('empty-list');
});

test('fails if what it is given is not a list', () => {
  for (const items of ['{"a": 1}', '"text"', '7']) {
    expect(worldWith(items).states()).toEqual({ list: 'success', each: 'failed', join: 'upstream_failed' });
  }
});

test('fails if the list is wider than its bound', () => {
  const world = worldWith(JSON.stringify(Array.from({ length: bounds.foreachWidth + 1 }, (_, index) => index)));
  expect(world.stateOf('each')).toBe('failed');
  expect(documentOf(world.state).tasks.each?.reason).toMatchObject({ kind: 'expression' });
});

test('lets its other instances finish when one fails, and names the failed ones', () => {
  const world = worldWith('[1, 2, 3]');
  world.finish('each[1]', fails);
  world.play(() => succeeds);
  expect(world.stateOf('each')).toBe('failed');
  expect(documentOf(world.state).tasks.each?.reason).toEqual({ kind: 'instances', tasks: ['each[1]'] });
  expect(documentOf(world.state).tasks.join?.reason).toEqual({ kind: 'upstream', tasks: ['each'] });
});

test('an expansion that is narrower than the one before keeps the old attempts, apart', () => {
  const first = worldWith('[1, 2, 3]');
  first.play(() => fails);
  const document = documentOf(first.state);
  const world = new EngineWorld(planOf([list, each, join]), { document, reset: new Set(['list', 'each', 'join']) });
  world.finish('list', { ...succeeds, outputs: { items: '[9]' } });
  expect([...world.running]).toEqual([['each[0]', 2]]);
  world.play(() => succeeds);
  expect(world.state.phase).toBe('success');
  const { tasks } = documentOf(world.state);
  expect(tasks['each[0]']?.attempts.map(({ state }) => state)).toEqual(['failed', 'success']);
  expect(tasks['each[2]']).toMatchObject({ state: 'excluded', attempts: [{ state: 'failed' }] });
});
