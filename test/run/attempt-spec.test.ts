import { expect, test } from 'vitest';
import type { Task } from '../../src/model/pipeline.ts';
import { prepareAttempt } from '../../src/run/attempt-spec.ts';
import { planOf, taskOf } from '../support/builders.ts';
import { EngineWorld, fails, succeeds } from '../support/engine-world.ts';

/** What `load` is started with after `list` gave its outputs. */
function prepared(load: Partial<Task>, task = 'load') {
  const plan = planOf([taskOf('list'), taskOf('load', { needs: ['list'], ...load })], {
    params: { country: 'FR' },
    vars: { schema: 'analytics' },
  });
  const world = new EngineWorld(plan);
  world.finish('list', { ...succeeds, outputs: { day: '2026-03-01', items: '["a","b"]', bad: 'no JSON' } });
  return prepareAttempt(world.state, task, 1);
}

test('evaluates every text that may hold expressions', () => {
  const spec = prepared({
    run: `load \${{ run.id }} \${{ needs.list.result }}`,
    env: { TABLE: `\${{ vars.schema }}.users_\${{ params.country }}`, PLAIN: '$HOME' },
    workingDirectory: `etl/\${{ params.country }}`,
    artifacts: [`out/\${{ needs.list.outputs.day }}/*.csv`, 'plain.csv'],
  });
  expect(spec).toMatchObject({
    ok: true,
    spec: {
      command: 'load r-test0000 success',
      env: { TABLE: 'analytics.users_FR', PLAIN: '$HOME' },
      workingDirectory: 'etl/FR',
      artifacts: ['out/2026-03-01/*.csv', 'plain.csv'],
    },
  });
});

test('an instance of a foreach task has artifacts of its own', () => {
  const load = {
    foreach: 'fromJSON(needs.list.outputs.items)',
    artifacts: [`out/\${{ foreach.index }}-\${{ foreach.item }}.csv`],
  };
  expect(prepared(load, 'load[1]')).toMatchObject({ ok: true, spec: { artifacts: ['out/1-b.csv'] } });
});

test('what is said instead of files stays as it is', () => {
  expect(prepared({ artifacts: 'none' })).toMatchObject({ ok: true, spec: { artifacts: 'none' } });
});

test('the number of an attempt counts from 1', () => {
  const retries = { limit: 1, delayMs: 0, backoff: 'constant', maxDelayMs: 0, jitter: 'none' } as const;
  const world = new EngineWorld(planOf([taskOf('load', { run: `try \${{ run.attempt }}`, retries })]));
  expect(prepareAttempt(world.state, 'load', 1)).toMatchObject({ spec: { command: 'try 1' } });
  world.finish('load', fails);
  world.retryDue('load');
  expect(prepareAttempt(world.state, 'load', 2)).toMatchObject({ spec: { command: 'try 2' } });
});

test.each([
  ['artifacts', { artifacts: [`\${{ fromJSON(needs.list.outputs.bad) }}`] }],
  ['env', { env: { A: `\${{ fromJSON(needs.list.outputs.bad) }}` } }],
  ['working directory', { workingDirectory: `\${{ fromJSON(needs.list.outputs.bad) }}` }],
])('an expression in %s that fails is the outcome of the attempt', (_, load) => {
  expect(prepared(load)).toEqual({
    ok: false,
    message: '`fromJSON(needs.list.outputs.bad)`: `fromJSON` was given a text that is not JSON',
  });
});

test('a text item is given bare, any other as JSON', () => {
  const items = (task: string) => prepared({ foreach: `fromJSON('["a b", {"a": 1}]')` }, task);
  expect(items('load[0]')).toMatchObject({ ok: true, spec: { env: { SEGUE_ITEM: 'a b', SEGUE_INDEX: '0' } } });
  expect(items('load[1]')).toMatchObject({ ok: true, spec: { env: { SEGUE_ITEM: '{"a":1}', SEGUE_INDEX: '1' } } });
});
