import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Task } from '../../src/model/pipeline.ts';
import { liveClock } from '../../src/process/clock.ts';
import { liveEnvironment } from '../../src/process/environment.ts';
import { createMasker } from '../../src/process/mask.ts';
import { createTaskRunner } from '../../src/process/task-runner.ts';
import type { RunDocument } from '../../src/run/document.ts';
import { execute } from '../../src/run/execute.ts';
import type { Plan } from '../../src/run/plan.ts';
import type { AttemptResult, Journal, TaskRunner } from '../../src/run/ports.ts';
import { initialState } from '../../src/run/restore.ts';
import { documentOf } from '../../src/run/run-state.ts';
import type { Answer, Script } from '../../src/simulate/scripted-runner.ts';
import { simulateRun } from '../../src/simulate/simulate-run.ts';
import { arbitraryDag } from '../support/arbitrary-dag.ts';
import { epoch, planOf, second, taskOf } from '../support/builders.ts';
import { ManualClock } from '../support/manual-clock.ts';
import fc from '../support/seeded-fast-check.ts';

const limits = { jobs: 3, pools: { narrow: 1, wide: 2 }, failFast: false };
const success: Answer = { outcome: { kind: 'success' }, durationMs: 0 };
const failure: Answer = { outcome: { kind: 'exit', code: 1 }, durationMs: 0 };
const journal: Journal = { append: () => {}, flush: async () => {}, close: async () => {} };

/** Any answer for each task and attempt, by numbers. */
function scriptOf(numbers: readonly number[]): Script {
  return ({ task, attempt }) => {
    const number = numbers[(Number(task.slice(1)) * 3 + attempt) % numbers.length] ?? 0;
    const durationMs = number % 7 === 6 ? Number.POSITIVE_INFINITY : (number % 5) * 1_000;
    return number % 3 === 0 ? { ...failure, durationMs } : { ...success, outputs: { n: `${number}` }, durationMs };
  };
}

/** The live driver, its tasks held in a hand that lets them go one after the other, each in a turn of its own. */
async function playByHand(plan: Plan, script: Script): Promise<RunDocument> {
  const clock = new ManualClock(epoch);
  const held = new Map<string, { readonly at: number; readonly let: () => void }>();
  const runner: TaskRunner = {
    start: (spec, on) => {
      const { durationMs, ...result } = script(spec);
      const late = durationMs > spec.timeoutMs;
      const end: AttemptResult = late ? { outcome: { kind: 'timeout', afterMs: spec.timeoutMs } } : result;
      const let_ = () => {
        held.delete(spec.id);
        on.finished(end);
      };
      held.set(spec.id, { at: clock.now() + Math.min(durationMs, spec.timeoutMs), let: let_ });
      return {
        stop: () => held.set(spec.id, { at: clock.now(), let: () => on.finished({ outcome: { kind: 'cancelled' } }) }),
      };
    },
  };
  const execution = execute(initialState(plan, epoch), { clock, runner, journal, observe: () => {} });
  while (execution.current().phase === 'running') {
    await Promise.resolve();
    const first = [...held.values()].sort((a, b) => a.at - b.at)[0];
    const timer = clock.nextIn;
    const wait = first === undefined ? Number.POSITIVE_INFINITY : first.at - clock.now();
    if (first !== undefined && wait < (timer ?? Number.POSITIVE_INFINITY)) {
      clock.advance(wait);
      first.let();
    } else clock.advance(timer ?? 0);
  }
  return documentOf(await execution.finished);
}

/** Whatever runs at once, in one instant attempts may end in any order; so these runs have one task at a time. */
const oneByOne = { ...limits, jobs: 1 };

test('a virtual run ends in the very document that the live driver gives with tasks held by hand', async () => {
  const numbers = fc.array(fc.nat({ max: 99 }), { minLength: 1, maxLength: 40 });
  const property = fc.asyncProperty(arbitraryDag(), numbers, async (tasks, given) => {
    const plan = planOf(tasks, { limits: oneByOne });
    const { document } = simulateRun(plan, scriptOf(given));
    expect(document).toEqual(await playByHand(plan, scriptOf(given)));
  });
  await fc.assert(property, { numRuns: 200 });
});

test('with many at a time, no two of them ending in one instant, it is the same document too', async () => {
  const property = fc.asyncProperty(arbitraryDag(), fc.nat({ max: 9 }), async (tasks, seed) => {
    const plan = planOf(
      tasks.map((task) => ({ ...task, retries: { ...task.retries, jitter: 'none' } })),
      { limits },
    );
    const script: Script = ({ task, attempt }) => {
      const number = Number(task.slice(1));
      // Sums of these differ by the task that they end with.
      const durationMs = 2 ** (number % 12) * 17 + attempt * 3 + number / 16;
      return (number * 5 + attempt * 3 + seed) % 4 === 0 ? { ...failure, durationMs } : { ...success, durationMs };
    };
    expect(simulateRun(plan, script).document.tasks).toEqual((await playByHand(plan, script)).tasks);
  });
  await fc.assert(property, { numRuns: 200 });
});

describe('beside real processes', () => {
  const quick = { limit: 2, delayMs: 1, backoff: 'constant', maxDelayMs: 1, jitter: 'none' } as const;
  const tasks: readonly Task[] = [
    taskOf('list', { run: `echo 'items=["a","b"]' >> "$SEGUE_OUTPUT"` }),
    taskOf('each', { needs: ['list'], foreach: 'fromJSON(needs.list.outputs.items)', run: 'test "$SEGUE_ITEM" = a' }),
    taskOf('flaky', { run: 'case $SEGUE_ATTEMPT in */1) exit 3 ;; esac', retries: quick }),
    taskOf('after-flaky', { needs: ['flaky'], if: "needs.flaky.result == 'failure'" }),
    taskOf('blocked', { needs: ['each', 'flaky'] }),
    taskOf('clean-up', { needs: ['blocked'], triggerRule: 'all_done' }),
    taskOf('page', { needs: ['each', 'flaky'], triggerRule: 'one_failed', run: 'exit 4', continueOnError: true }),
  ];
  const script: Script = ({ task, attempt }) => {
    if (task === 'list') return { ...success, outputs: { items: '["a","b"]' } };
    if (task === 'flaky' && attempt === 1) return { ...failure, outcome: { kind: 'exit', code: 3 } };
    if (task === 'page') return { ...failure, outcome: { kind: 'exit', code: 4 } };
    return task === 'each[1]' ? failure : success;
  };

  test('states, attempts and reasons are the same', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'segue-simulate-'));
    const runner = createTaskRunner({
      root: folder,
      logsDir: join(folder, 'logs'),
      environment: liveEnvironment(),
      masker: createMasker({}),
      clock: liveClock(),
      artifacts: { keep: async () => ({ ok: true, files: [] }) },
      drainMs: 100,
    });
    const plan = planOf(tasks, { limits: { jobs: 1, pools: {}, failFast: false } });
    const execution = execute(initialState(plan, epoch), { clock: liveClock(), runner, journal, observe: () => {} });
    const live = documentOf(await execution.finished);
    await runner.close();
    rmSync(folder, { recursive: true, force: true });
    const simulated = simulateRun(plan, script).document;
    expect([simulated.state, essence(simulated)]).toEqual([live.state, essence(live)]);
    expect(simulated.state).toBe('failed');
  });

  function essence({ tasks: records }: RunDocument) {
    return Object.entries(records).map(([id, { state, reason, attempts, instances, item, tolerated }]) => ({
      ...{ id, state, reason, instances, item, tolerated },
      attempts: attempts.map(({ number, state: end, outcome }) => ({ number, end, outcome })),
    }));
  }
});

test('time passes as the script says, however long that is', () => {
  const day = 86_400_000;
  const plan = planOf([taskOf('a', { timeoutMs: 3 * day }), taskOf('b', { needs: ['a'] })]);
  const { document, moves } = simulateRun(plan, ({ task }) =>
    task === 'a' ? { ...success, durationMs: 2 * day } : success,
  );
  expect([document.startedAt, document.finishedAt]).toEqual([epoch, second(172_800)]);
  expect(moves.map(({ kind, task }) => `${task} ${kind}`)).toEqual(['a began', 'a ended', 'b began', 'b ended']);
});

test('what lasts longer than its timeout runs into it, and is tried again', () => {
  const retries = { limit: 1, delayMs: 5_000, backoff: 'constant', maxDelayMs: 5_000, jitter: 'none' } as const;
  const plan = planOf([taskOf('a', { timeoutMs: 60_000, retries })]);
  const { document } = simulateRun(plan, ({ attempt }) => ({
    ...success,
    durationMs: attempt === 1 ? 60_001 : 60_000,
  }));
  expect(document.tasks.a?.attempts.map(({ outcome }) => outcome)).toEqual([
    { kind: 'timeout', afterMs: 60_000 },
    { kind: 'success' },
  ]);
  expect(document.finishedAt).toBe(second(125));
});

test('with fail-fast, what runs is ended in the instant of the failure', () => {
  const plan = planOf([taskOf('a'), taskOf('b')], { limits: { jobs: 2, pools: {}, failFast: true } });
  const { document } = simulateRun(plan, ({ task }) => ({
    ...(task === 'a' ? failure : success),
    durationMs: task === 'a' ? 1_000 : 9_000,
  }));
  expect(document.tasks.b).toMatchObject({ state: 'cancelled', reason: { why: 'fail-fast', by: 'a' } });
  expect(document.finishedAt).toBe(second(1));
});

test('slots of a pool that processes share are granted', () => {
  const pooled = [taskOf('a', { pool: 'crm' }), taskOf('b', { pool: 'crm' })];
  const plan = planOf(pooled, { limits: { jobs: 4, pools: { crm: 1 }, sharedPools: ['crm'], failFast: false } });
  const { document } = simulateRun(plan, () => ({ ...success, durationMs: 1_000 }));
  expect([document.state, document.finishedAt]).toEqual(['success', second(2)]);
});

test('the same plan and script give the same run; jitter is drawn from the run’s id alone', () => {
  const retries = { limit: 3, delayMs: 60_000, backoff: 'exponential', maxDelayMs: 600_000, jitter: 'full' } as const;
  const ends = ['r-test0000', 'r-test0000', 'r-test0001'].map((run) => {
    const { document } = simulateRun(planOf([taskOf('a', { retries })], { run }), () => failure);
    return document.finishedAt;
  });
  expect(ends[0]).toBe(ends[1]);
  expect(ends[0]).not.toBe(ends[2]);
});
