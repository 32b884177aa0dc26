import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../src/dag/graph.ts';
import type { RunDocument } from '../../src/run/document.ts';
import { neededMs } from '../../src/run/job-time.ts';
import { resetForResume, resetForRetry } from '../../src/run/reset.ts';
import { documentOf } from '../../src/run/run-state.ts';
import { planOf, second, taskOf } from '../support/builders.ts';
import { EngineWorld, fails, succeeds } from '../support/engine-world.ts';
import { playJob, start } from '../support/job-world.ts';

const hour = 3_600_000;
const time = { endsAt: second(3_600), wholeMs: hour };
const limits = { jobs: 4, pools: {}, failFast: false, time };
const handed = { ...succeeds, artifacts: 'none' as const };

describe('what an attempt needs before the end of its job', () => {
  const cutOff = (minutes: number) =>
    ({ number: 1, state: 'cancelled', startedAt: second(0), finishedAt: second(60 * minutes), commit: 'c' }) as const;
  const needed = (timeoutMs: number, longestMs?: number, minutes?: number) =>
    neededMs(
      { task: { timeoutMs }, ...(longestMs === undefined ? {} : { longestMs }) },
      minutes === undefined ? [] : [cutOff(minutes)],
      time,
    );

  test.each([
    ['what it took before, and a quarter more', needed(hour, 400_000), 500_000],
    ['never more than its timeout', needed(60_000, 400_000), 60_000],
    ['of an unknown one its timeout', needed(60_000), 60_000],
    ['or a quarter of the job', needed(hour), hour / 4],
    ['never more than a job gives to one attempt', needed(5 * hour, 4 * hour), 0.95 * hour],
    ['more than a job that was too short', needed(hour, undefined, 20), 25 * 60_000],
    ['as far as there is more', needed(hour, undefined, 50), 0.95 * hour],
  ])('%s', (_, found, expected) => expect(found).toBe(expected));
});

test('what is cut off is to be done again; its next attempt counts on, and nothing was failed or skipped', () => {
  const tasks = [taskOf('a'), taskOf('b', { needs: ['a'] })];
  const world = new EngineWorld(planOf(tasks, { limits }));
  const effects = world.feed({ type: 'time-over', at: second(3_600) });
  expect(effects).toEqual([{ type: 'stop', task: 'a', attempt: 1, how: 'term' }]);
  world.finish('a', { outcome: { kind: 'cancelled' } });
  const document = documentOf(world.state);
  expect(document).toMatchObject({ state: 'cancelled', cancelled: { why: 'interrupt', resumesAt: second(3_600) } });
  expect(world.states()).toEqual({ a: 'none', b: 'none' });
  const next = goOn(tasks, document);
  expect(next.running).toEqual(new Map([['a', 2]]));
  next.play(() => handed);
  expect(next.states()).toEqual({ a: 'success', b: 'success' });
});

test('a try that is due after the end of the job is left to one that has the time, and waits there', () => {
  const retries = { limit: 1, delayMs: 2 * hour, maxDelayMs: 2 * hour, backoff: 'constant', jitter: 'none' } as const;
  const tasks = [taskOf('a', { retries, timeoutMs: hour / 2 })];
  const world = new EngineWorld(planOf(tasks, { limits }));
  world.finish('a', fails);
  const document = documentOf(world.state);
  expect(document.tasks.a).toMatchObject({ state: 'up_for_retry', failures: 1, retryAt: second(1 + 7_200) });
  // The next try needs a quarter of an hour, so a job that begins three quarters before it is due has the time.
  expect(document.cancelled?.resumesAt).toBe(second(1 + 7_200 - 2_700));
  const later = goOn(tasks, document, { endsAt: second(7_200 + 3_600), wholeMs: hour });
  expect(later.effects).toContainEqual({ type: 'wait', task: 'a', until: second(1 + 7_200) });
  later.retryDue('a');
  later.finish('a', fails);
  expect(later.state.phase).toBe('failed');
});

test('instances of a foreach that have succeeded are not run again', () => {
  const tasks = [taskOf('list', { foreach: "fromJSON('[1,2,3]')" }), taskOf('join', { needs: ['list'] })];
  const world = new EngineWorld(planOf(tasks, { limits: { ...limits, jobs: 2 } }));
  world.finish('list[0]', handed);
  world.feed({ type: 'time-over', at: second(3_600) });
  for (const task of [...world.running.keys()]) world.finish(task, { outcome: { kind: 'cancelled' } });
  const next = goOn(tasks, documentOf(world.state));
  expect([...next.running.keys()]).toEqual(['list[1]', 'list[2]']);
  next.play(() => handed);
  expect(next.states()).toMatchObject({ list: 'success', join: 'success' });
});

test('an attempt that had all that a job gives to one, and did not end, has failed, and says why', () => {
  const tasks = [taskOf('endless', { timeoutMs: 10 * hour })];
  const played = playJob(tasks, () => ({ ms: 9 * hour, ...succeeds }), start, { leftMs: hour, wholeMs: hour });
  expect(played.document.state).toBe('failed');
  expect(played.document.tasks.endless?.attempts).toMatchObject([
    { state: 'failed', outcome: { kind: 'timeout', afterMs: 0.95 * hour, outlastsJob: true } },
  ]);
});

test('one whose own timeout ends it sooner says nothing of the job', () => {
  const tasks = [taskOf('slow', { timeoutMs: 60_000 })];
  const played = playJob(tasks, () => ({ ms: hour, ...succeeds }), start, { leftMs: hour, wholeMs: hour });
  expect(played.document.tasks.slow?.attempts.at(-1)?.outcome).toEqual({ kind: 'timeout', afterMs: 60_000 });
});

test('what nobody else could go on with is not held back: no file of what it builds on was handed on', () => {
  const tasks = [taskOf('a'), taskOf('b', { needs: ['a'], timeoutMs: hour })];
  const begun = (artifacts: object) => {
    const world = new EngineWorld(planOf(tasks, { limits: { ...limits, time: { ...time, endsAt: second(1_000) } } }));
    const at = second(900);
    world.feed({ type: 'attempt-finished', task: 'a', attempt: 1, at, outcome: { kind: 'success' }, ...artifacts });
    return world.stateOf('b');
  };
  expect(begun({ artifacts: 'none' })).toBe('queued');
  expect(begun({})).toBe('running');
});

test('who cancels the run while it is handed over ends it for good', () => {
  const tasks = [taskOf('a'), taskOf('b', { needs: ['a'] })];
  const world = new EngineWorld(planOf(tasks, { limits }));
  world.feed({ type: 'time-over', at: second(3_600) });
  world.feed({ type: 'cancel', at: second(3_601), cancellation: { why: 'request', by: 'ana' } });
  world.finish('a', { outcome: { kind: 'cancelled' } });
  expect(documentOf(world.state).cancelled).toEqual({ why: 'request', by: 'ana' });
  expect(world.states()).toEqual({ a: 'cancelled', b: 'cancelled' });
});

test('a task that has failed while others go on stays failed in the next job, unless a person retries', () => {
  const tasks = [taskOf('a'), taskOf('b')];
  const world = new EngineWorld(planOf(tasks, { limits }));
  world.finish('a', fails);
  world.feed({ type: 'time-over', at: second(3_600) });
  world.finish('b', { outcome: { kind: 'cancelled' } });
  const document = documentOf(world.state);
  expect([...goOn(tasks, document).running.keys()]).toEqual(['b']);
  const all = { tasks: [], only: false };
  expect([...resetForRetry(document, buildGraph(tasks), all, new Map()).reset].sort()).toEqual(['a', 'b']);
});

function goOn(tasks: Parameters<typeof planOf>[0], document: RunDocument, next = { ...time, endsAt: second(90_000) }) {
  const plan = planOf(tasks, { limits: { ...limits, time: next } });
  return new EngineWorld(plan, { document, reset: resetForResume(document, buildGraph(tasks)) });
}
