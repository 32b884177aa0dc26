import { expect, test } from 'vitest';
import { documentOf } from '../../src/run/run-state.ts';
import { planOf, taskOf } from '../support/builders.ts';
import { EngineWorld, fails, succeeds } from '../support/engine-world.ts';

const lint = taskOf('lint', { continueOnError: true });

test('a failure that may be is recorded as one, and leaves the run green', () => {
  const world = new EngineWorld(planOf([lint, taskOf('load')]));
  world.play((task) => (task === 'lint' ? fails : succeeds));
  expect(world.state.phase).toBe('success');
  const { tasks } = documentOf(world.state);
  expect(tasks.lint).toMatchObject({ state: 'failed', tolerated: true });
  expect(tasks.load).not.toHaveProperty('tolerated');
});

test('so are the instances of a foreach task, and the task', () => {
  const each = taskOf('each', { foreach: "fromJSON('[1, 2]')", continueOnError: true });
  const world = new EngineWorld(planOf([each]));
  world.play((task) => (task === 'each[1]' ? fails : succeeds));
  const { tasks } = documentOf(world.state);
  expect(tasks['each[0]']).not.toHaveProperty('tolerated');
  expect(tasks['each[1]']).toMatchObject({ state: 'failed', tolerated: true });
  expect(tasks.each).toMatchObject({ state: 'failed', tolerated: true });
});

test('a success later on is none', () => {
  const first = new EngineWorld(planOf([lint]));
  first.play(() => fails);
  const world = new EngineWorld(planOf([lint]), { document: documentOf(first.state), reset: new Set(['lint']) });
  world.play(() => succeeds);
  expect(documentOf(world.state).tasks.lint).toMatchObject({ state: 'success' });
  expect(documentOf(world.state).tasks.lint).not.toHaveProperty('tolerated');
});
