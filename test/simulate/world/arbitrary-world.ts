import type { Pipeline, Task } from '../../../src/model/pipeline.ts';
import type { Moment } from '../../../src/simulate/world/what-if.ts';
import { taskOf } from '../../support/builders.ts';
import fc from '../../support/seeded-fast-check.ts';
import { type Asked, fires, follows, minuteMs, takes } from './played-world.ts';

const cron = fc.constantFrom('0 * * * *', '*/20 * * * *', '30 5 * * *', '7 2,14 * * *', '0 0 * * *');
const catchup = fc.constantFrom('all' as const, 'latest' as const, 'none' as const);
const pool = fc.constantFrom(undefined, 'own', 'shared');

const task = fc.record({ pool, retries: fc.integer({ min: 0, max: 2 }), isSilent: fc.boolean() });

const pipeline = fc.record({
  cron: fc.option(cron, { nil: undefined, freq: 4 }),
  catchup,
  maxActiveRuns: fc.integer({ min: 1, max: 2 }),
  hasDeadline: fc.boolean(),
  lane: fc.constantFrom('default', 'other'),
  tasks: fc.array(task, { minLength: 1, maxLength: 3 }),
});

/** Of a day, in minutes. */
const moment: fc.Arbitrary<Moment> = fc.integer({ min: 0, max: 1_439 }).map((minuteOfDay) => ({ minuteOfDay }));

/** A day or two of a few pipelines, in which machines die, wake-ups are late or lost, and tasks fail. */
export const arbitraryWorld: fc.Arbitrary<Asked> = fc
  .record({
    pipelines: fc.array(pipeline, { minLength: 1, maxLength: 4 }),
    minutes: fc.integer({ min: 1, max: 50 }),
    failureRate: fc.constantFrom(0, 0, 0.2),
    seed: fc.nat({ max: 1_000 }),
    dropTicks: fc.constantFrom(0, 0.3, 0.7),
    lateMs: fc.constantFrom(undefined, 25 * minuteMs),
    kills: fc.array(moment, { maxLength: 2 }),
    apiDown: fc.option(
      fc.record({ from: moment, forMs: fc.integer({ min: 1, max: 180 }).map((each) => each * minuteMs) }),
      { nil: undefined },
    ),
    jobs: fc.integer({ min: 1, max: 2 }),
    maxParallelRuns: fc.integer({ min: 1, max: 3 }),
    maxRuntime: fc.constantFrom(70, 330),
    lead: fc.constantFrom(0, 10),
    days: fc.constant(1),
  })
  .map(({ pipelines, minutes, failureRate, seed, days, maxParallelRuns, maxRuntime, lead, ...luck }) => ({
    pipelines: pipelines.map(pipelineOf),
    habits: takes(minutes, failureRate),
    ...{ seed, days },
    settings: {
      pools: { own: { slots: 1, scope: 'run' }, shared: { slots: 1, scope: 'repository' } },
      lanes: { default: {}, other: {} },
      wake: { offPeak: false, extra: 8, leadMs: lead * minuteMs },
      ...{ maxParallelRuns, maxRuntimeMs: maxRuntime * minuteMs },
    },
    whatIf: whatIfOf(luck),
  }));

type Drawn = typeof pipeline extends fc.Arbitrary<infer T> ? T : never;

function pipelineOf({ cron: at, tasks, hasDeadline, ...more }: Drawn, index: number): Pipeline {
  const own = tasks.map((each, place) => drawnTask(each, place));
  const deadline = hasDeadline ? { deadline: { afterMs: 90 * minuteMs } } : {};
  const id = `p${index}`;
  if (at !== undefined || index === 0) return fires(id, at ?? '0 * * * *', { ...more, ...deadline }, own);
  return { ...follows(id, [`p${index - 1}`], { ...more, ...deadline }), tasks: own };
}

function drawnTask(
  { pool: slots, retries, isSilent }: typeof task extends fc.Arbitrary<infer T> ? T : never,
  place: number,
): Task {
  const { artifacts: _, ...silent } = taskOf(`t${place}`, {
    needs: place === 0 ? [] : [`t${place - 1}`],
    retries: { limit: retries, delayMs: 30_000, backoff: 'constant', maxDelayMs: 30_000, jitter: 'full' },
    ...(slots === undefined ? {} : { pool: slots }),
  });
  return isSilent ? silent : { ...silent, artifacts: 'none' };
}

function whatIfOf({
  dropTicks,
  lateMs,
  kills,
  apiDown,
  jobs,
}: {
  readonly dropTicks: number;
  readonly lateMs: number | undefined;
  readonly kills: readonly Moment[];
  readonly apiDown: { readonly from: Moment; readonly forMs: number } | undefined;
  readonly jobs: number;
}): NonNullable<Asked['whatIf']> {
  return {
    ...{ dropTicks, kills, jobs },
    ...(lateMs === undefined ? {} : { lateMs }),
    ...(apiDown === undefined ? {} : { apiDown }),
  };
}
