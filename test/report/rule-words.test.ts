import { describe, expect, it } from 'vitest';
import type { TriggerRule } from '../../src/model/trigger-rule.ts';
import { reasonText } from '../../src/report/run/run-words.ts';
import { documentOf } from '../../src/run/run-state.ts';
import { planOf, taskOf } from '../support/builders.ts';
import { EngineWorld, fails, succeeds } from '../support/engine-world.ts';

type Upstream = 'success' | 'failed' | 'skipped';

/** What a reader is told of a task with these upstreams, `a`, `b`, …; undefined if it was run. */
function whySkipped(triggerRule: TriggerRule, upstreams: readonly Upstream[]): string | undefined {
  const needs = upstreams.map((_, index) => String.fromCodePoint(97 + index));
  const tasks = needs.map((id, index) => taskOf(id, upstreams[index] === 'skipped' ? { if: 'false' } : {}));
  const world = new EngineWorld(planOf([...tasks, taskOf('last', { needs, triggerRule })]));
  world.play((task) => (upstreams[needs.indexOf(task)] === 'failed' ? fails : succeeds));
  const { state, reason } = documentOf(world.state).tasks.last ?? {};
  return state === 'skipped' && reason !== undefined ? reasonText(reason) : undefined;
}

describe('why a trigger rule skipped a task', () => {
  it.each<[TriggerRule, readonly Upstream[], string]>([
    ['all_success', ['success', 'skipped'], 'b was skipped'],
    ['none_skipped', ['failed', 'skipped', 'skipped'], 'trigger rule none_skipped: b, c were skipped'],
    ['all_done_min_one_success', ['success', 'skipped'], 'trigger rule all_done_min_one_success: b was skipped'],
    ['all_failed', ['failed', 'success', 'skipped'], 'trigger rule all_failed: b, c did not fail'],
    ['all_skipped', ['success', 'skipped'], 'trigger rule all_skipped: a was not skipped'],
    ['one_success', ['skipped', 'skipped'], 'trigger rule one_success: all that it needs was skipped'],
    ['one_failed', ['success', 'skipped'], 'trigger rule one_failed: nothing that it needs failed'],
    ['one_done', ['skipped'], 'trigger rule one_done: nothing that it needs was run to its end'],
    [
      'none_failed_min_one_success',
      ['skipped', 'skipped'],
      'trigger rule none_failed_min_one_success: all that it needs was skipped',
    ],
  ])('%s over %j: %s', (rule, upstreams, words) => {
    expect(whySkipped(rule, upstreams)).toBe(words);
  });
});
