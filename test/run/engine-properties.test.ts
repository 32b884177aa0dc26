import { expect, test } from 'vitest';
import type { Task } from '../../src/model/pipeline.ts';
import { isEager, judge, triggerRules } from '../../src/model/trigger-rule.ts';
import type { Effect } from '../../src/run/engine-events.ts';
import { documentOf, nodeById, type RunState } from '../../src/run/run-state.ts';
import { isFinal, type TaskState } from '../../src/run/states.ts';
import { transition } from '../../src/run/transition.ts';
import { arbitraryDag } from '../support/arbitrary-dag.ts';
import { planOf } from '../support/builders.ts';
import { type Answer, EngineWorld, fails, succeeds } from '../support/engine-world.ts';
import fc from '../support/seeded-fast-check.ts';

const limits = { jobs: 3, pools: { narrow: 1, wide: 2 }, failFast: false };
const waitingRules = triggerRules.filter((rule) => !isEager(rule) || rule === 'always');
/** Which attempts of each task fail: bit n is the attempt n. */
const outcomes = fc.array(fc.nat({ max: 15 }), { minLength: 12, maxLength: 12 });
const picks = fc.infiniteStream(fc.nat());

function answers(tasks: readonly Task[], bits: readonly number[]): (task: string, attempt: number) => Answer {
  const position = new Map(tasks.map(({ id }) => [id, Number(id.slice(1))]));
  return (task, attempt) => (((bits[position.get(task) ?? 0] ?? 0) >> attempt) & 1 ? fails : succeeds);
}

function chooser(stream: Iterator<number>): (count: number) => number {
  return (count) => (stream.next().value ?? 0) % count;
}

test('a waiting DAG ends the same way whatever the order in which its tasks finish', () => {
  const dags = arbitraryDag({ rules: waitingRules });
  fc.assert(
    fc.property(dags, outcomes, picks, (tasks, bits, order) => {
      const world = new EngineWorld(planOf(tasks, { limits }));
      world.play(answers(tasks, bits), chooser(order));
      expect(world.states()).toEqual(expectedStates(tasks, answers(tasks, bits)));
    }),
    { numRuns: 300 },
  );
});

test('every run ends, with every task in a final state and the verdict that §4.1 asks for', () => {
  fc.assert(
    fc.property(arbitraryDag(), outcomes, picks, (tasks, bits, order) => {
      const world = new EngineWorld(planOf(tasks, { limits }));
      world.play(answers(tasks, bits), chooser(order));
      const states = world.states();
      expect(Object.values(states).filter((state) => !isFinal(state as TaskState))).toEqual([]);
      const failed = tasks.some((task) => states[task.id] === 'failed' && !task.continueOnError);
      expect(world.state.phase).toBe(failed ? 'failed' : 'success');
      expect(world.effects.filter(({ type }) => type === 'finish')).toHaveLength(1);
    }),
    { numRuns: 300 },
  );
});

test('a task starts only when its rule holds, within all limits, and after the records that it builds on', () => {
  fc.assert(
    fc.property(arbitraryDag(), outcomes, picks, (tasks, bits, order) => {
      const world = new EngineWorld(planOf(tasks, { limits }));
      checkStarts(world.state, world.effects);
      const choose = chooser(order);
      const answer = answers(tasks, bits);
      for (let moves = movesOf(world); moves.length > 0; moves = movesOf(world)) {
        const task = moves[choose(moves.length)] ?? '';
        const attempt = world.running.get(task);
        const effects = attempt === undefined ? world.retryDue(task) : world.finish(task, answer(task, attempt));
        checkStarts(world.state, effects);
        checkLimits(world);
      }
    }),
    { numRuns: 200 },
  );
});

test('no task is tried more often than its retries allow', () => {
  fc.assert(
    fc.property(arbitraryDag(), picks, (tasks, order) => {
      const world = new EngineWorld(planOf(tasks, { limits }));
      world.play(() => fails, chooser(order));
      for (const task of tasks) {
        const { attempts } = nodeById(world.state, task.id).record;
        expect([0, 1 + task.retries.limit]).toContain(attempts.length);
      }
    }),
  );
});

test('an old state stays what it was, and the same event gives the same step again', () => {
  fc.assert(
    fc.property(arbitraryDag(), outcomes, (tasks, bits) => {
      const world = new EngineWorld(planOf(tasks, { limits }));
      const answer = answers(tasks, bits);
      for (let task = [...world.running.keys()][0]; task !== undefined; task = [...world.running.keys()][0]) {
        const attempt = world.running.get(task) ?? 0;
        const before = world.state;
        const written = JSON.stringify(documentOf(before));
        const event = { type: 'attempt-finished', task, attempt, at: world.now(), ...answer(task, attempt) } as const;
        world.finish(task, answer(task, attempt));
        expect(JSON.stringify(documentOf(before))).toBe(written);
        expect(documentOf(transition(before, event).state)).toEqual(documentOf(world.state));
      }
    }),
  );
});

test('a cancelled run starts nothing more and ends as soon as what runs has ended', () => {
  fc.assert(
    fc.property(arbitraryDag(), outcomes, picks, fc.nat({ max: 8 }), (tasks, bits, order, steps) => {
      const world = new EngineWorld(planOf(tasks, { limits }));
      const choose = chooser(order);
      for (let step = 0; step < steps && movesOf(world).length > 0; step++) {
        const task = movesOf(world)[choose(movesOf(world).length)] ?? '';
        if (world.waiting.has(task)) world.retryDue(task);
        else world.finish(task, answers(tasks, bits)(task, world.running.get(task) ?? 0));
      }
      const runs = [...world.running.keys()];
      const cancelled = world.state.phase === 'running';
      const effects = world.feed({ type: 'cancel', at: world.now(), cancellation: { why: 'interrupt', by: 'test' } });
      expect(effects.filter(({ type }) => type === 'stop')).toHaveLength(cancelled ? runs.length : 0);
      for (const task of runs) {
        expect(world.finish(task, { outcome: { kind: 'cancelled' } }).some(({ type }) => type === 'start')).toBe(false);
      }
      expect(world.waiting.size).toBe(0);
      expect(world.state.phase).toBe(cancelled ? 'cancelled' : world.state.phase);
      expect(world.state.phase).not.toBe('running');
    }),
    { numRuns: 200 },
  );
});

function movesOf(world: EngineWorld): readonly string[] {
  return [...world.running.keys(), ...world.waiting];
}

function checkStarts(state: RunState, effects: readonly Effect[]): void {
  const recorded = new Set<string>();
  for (const effect of effects) {
    if (effect.type === 'record') recorded.add(effect.task);
    if (effect.type !== 'start') continue;
    expect(recorded).toContain(effect.task);
    const planned = state.plan.tasks.find(({ task }) => task.id === effect.task);
    const upstreams = (planned?.needs ?? []).map((index) => state.nodes.get(index).record.state);
    expect(judge(planned?.task.triggerRule ?? 'all_success', countsOf(upstreams))).toBe('start');
    if (planned?.task.triggerRule === 'all_success') expect(upstreams.every((each) => each === 'success')).toBe(true);
  }
}

function checkLimits(world: EngineWorld): void {
  expect(world.running.size).toBeLessThanOrEqual(limits.jobs);
  const poolOf = new Map(world.state.plan.tasks.map(({ task }) => [task.id, task.pool]));
  for (const [pool, slots] of Object.entries(limits.pools)) {
    expect([...world.running.keys()].filter((task) => poolOf.get(task) === pool).length).toBeLessThanOrEqual(slots);
  }
}

function countsOf(upstreams: readonly string[]) {
  const inState = (state: string) => upstreams.filter((each) => each === state).length;
  return {
    total: upstreams.length,
    success: inState('success'),
    failed: inState('failed'),
    upstreamFailed: inState('upstream_failed'),
    skipped: inState('skipped'),
  };
}

/** The states by definition, task by task, without any notion of time. */
function expectedStates(tasks: readonly Task[], answer: (task: string, attempt: number) => Answer) {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const known: Record<string, string> = {};
  const stateOf = (id: string): string => {
    const task = byId.get(id);
    if (task === undefined) throw new Error(`no ${id}`);
    known[id] ??= settleByDefinition(task, task.needs.map(stateOf), answer);
    return known[id];
  };
  return Object.fromEntries(tasks.map(({ id }) => [id, stateOf(id)]));
}

function settleByDefinition(
  task: Task,
  upstreams: readonly string[],
  answer: (task: string, attempt: number) => Answer,
) {
  const judgement = judge(task.triggerRule, countsOf(upstreams));
  if (judgement !== 'start') return judgement;
  if (task.if === 'false') return 'skipped';
  const tries = Array.from({ length: task.retries.limit + 1 }, (_, index) => answer(task.id, index + 1));
  return tries.includes(succeeds) ? 'success' : 'failed';
}
