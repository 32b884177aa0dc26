import { describe, expect, test } from 'vitest';
import type { Task } from '../../src/model/pipeline.ts';
import { judge, type TriggerRule, triggerRules } from '../../src/model/trigger-rule.ts';
import { unreachableTasks } from '../../src/validate/reachability.ts';
import fc from '../support/seeded-fast-check.ts';

interface Node {
  readonly needs: readonly number[];
  readonly rule: TriggerRule;
  readonly mayBeSkipped: boolean;
}

type End = 'success' | 'failed' | 'skipped' | 'upstream_failed';

function tasksOf(nodes: readonly Node[]): readonly Task[] {
  return nodes.map(
    ({ needs, rule, mayBeSkipped }, index): Task => ({
      id: `t${index}`,
      needs: needs.map((need) => `t${need}`),
      run: 'true',
      shell: 'bash',
      env: {},
      ...(mayBeSkipped ? { if: "vars.x == '1'" } : {}),
      triggerRule: rule,
      retries: { limit: 0, delayMs: 0, backoff: 'constant', maxDelayMs: 0, jitter: 'none' },
      timeoutMs: 1000,
      continueOnError: false,
      workingDirectory: '.',
    }),
  );
}

/** Plays every possible run to its end, and gives the tasks that started in any of them. */
function startedInSomeRun(nodes: readonly Node[]): ReadonlySet<number> {
  const started = new Set<number>();
  const play = (ends: readonly End[]): void => {
    const node = nodes[ends.length];
    if (node === undefined) return;
    const judgement = judge(node.rule, countsOf(node.needs.map((need) => ends[need] ?? 'success')));
    if (judgement === 'wait') throw new Error('all upstreams have ended');
    if (judgement === 'start') started.add(ends.length);
    for (const end of judgement === 'start' ? endsOfStarted(node) : [judgement]) play([...ends, end]);
  };
  play([]);
  return started;
}

function endsOfStarted({ mayBeSkipped }: Node): readonly End[] {
  return mayBeSkipped ? ['success', 'failed', 'skipped'] : ['success', 'failed'];
}

function countsOf(ends: readonly End[]) {
  const count = (end: End) => ends.filter((each) => each === end).length;
  return {
    total: ends.length,
    success: count('success'),
    failed: count('failed'),
    upstreamFailed: count('upstream_failed'),
    skipped: count('skipped'),
  };
}

const nodes = fc
  .array(fc.record({ rule: fc.constantFrom(...triggerRules), mayBeSkipped: fc.boolean(), edges: fc.nat(63) }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((all) =>
    all.map(({ rule, mayBeSkipped, edges }, index): Node => {
      const needs = Array.from({ length: index }, (_, need) => need).filter((need) => (edges >> need) & 1);
      return { rule, mayBeSkipped, needs };
    }),
  );

function reported(all: readonly Node[]): readonly number[] {
  return unreachableTasks(tasksOf(all), [...all.keys()]).map(({ index }) => index);
}

describe('unreachable tasks', () => {
  test('no task is reported that starts in any run', () => {
    fc.assert(
      fc.property(nodes, (all) => {
        const started = startedInSomeRun(all);
        expect(reported(all).filter((index) => started.has(index))).toEqual([]);
      }),
    );
  });

  test('with upstreams that are independent of each other, every task that never starts is reported', () => {
    const oneLevel = nodes.map((all) =>
      all.map((node, index) => (index < all.length - 1 ? { ...node, needs: [] } : node)),
    );
    fc.assert(
      fc.property(oneLevel, (all) => {
        const started = startedInSomeRun(all);
        const last = all.length - 1;
        const neverStarts = all.slice(0, last).some((_, index) => !started.has(index));
        fc.pre(!neverStarts);
        expect(reported(all)).toEqual(started.has(last) ? [] : [last]);
      }),
    );
  });

  test('one cause is reported once, not for all that follows from it', () => {
    const chain: readonly Node[] = [
      { rule: 'one_failed', needs: [], mayBeSkipped: false },
      { rule: 'all_success', needs: [0], mayBeSkipped: false },
    ];
    expect(reported(chain)).toEqual([0]);
  });
});
