import { expect, test } from 'vitest';
import type { Pipeline } from '../../../src/model/pipeline.ts';
import type { RunDocument } from '../../../src/run/document.ts';
import { simulateRun } from '../../../src/simulate/simulate-run.ts';
import { attemptScript } from '../../../src/simulate/world/attempts.ts';
import { chanceOf } from '../../../src/simulate/world/chance.ts';
import { wakeTimes } from '../../../src/simulate/world/wake-times.ts';
import { asUsual } from '../../../src/simulate/world/what-if.ts';
import { taskOf } from '../../support/builders.ts';
import { scratchFolder } from '../../support/scratch-repository.ts';
import fc from '../../support/seeded-fast-check.ts';
import { HistoryWorld } from '../../tick/history-world.ts';
import { type Asked, fires, follows, minuteMs, play, questionOf, takes } from './played-world.ts';

const asked = fc
  .record({
    crons: fc.tuple(
      fc.constantFrom('0 * * * *', '*/20 * * * *', '30 5 * * *'),
      fc.constantFrom('10 */2 * * *', '0 0 * * *'),
    ),
    catchup: fc.constantFrom('all' as const, 'latest' as const, 'none' as const),
    maxActiveRuns: fc.integer({ min: 1, max: 3 }),
    minutes: fc.integer({ min: 1, max: 59 }),
    fails: fc.constantFrom('none', 'a0', 'b0'),
    dropTicks: fc.constantFrom(0, 0.4, 0.9),
    seed: fc.nat({ max: 100 }),
  })
  .map(
    ({ crons: [a, b], catchup, maxActiveRuns, minutes, fails: failing, dropTicks, seed }): Asked => ({
      pipelines: [
        fires('a0', a, { catchup, maxActiveRuns }),
        fires('b0', b, { catchup: 'all', maxActiveRuns }),
        follows('c0', ['a0', 'b0'], { maxActiveRuns }),
      ],
      habits: takes(minutes),
      // More places than there are runs: who waits for one is decided apart from the tick.
      settings: { maxParallelRuns: 100, maxRuntimeMs: 3_000 * minuteMs },
      whatIf: { dropTicks, fail: [{ pipeline: failing, task: 'only' }] },
      ...{ seed, days: 1 },
    }),
  );

test('the steps of the production tick, written to a real store by compare-and-set, start the same runs at the same time', async () => {
  const folder = scratchFolder();
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(asked, async (each) => {
      const simulated = play(each);
      const history = await playHistory(each, folder);
      expect(simulated.runs.map(lineOfRun).sort()).toEqual(history.runs.map(lineOfRun).sort());
      runs += simulated.runs.length;
      for (const { id } of each.pipelines) {
        const over = simulated.events.flatMap((event) =>
          event.kind === 'passed-over' && event.pipeline === id ? [event.count] : [],
        );
        expect(over.reduce((sum, count) => sum + count, 0)).toBe(history.dropped(id));
      }
    }),
    { numRuns: 8, endOnFailure: true },
  );
  expect(runs).toBeGreaterThan(60);
});

function lineOfRun({ pipeline, interval, createdAt, finishedAt, state }: RunDocument): string {
  return `${pipeline} ${interval?.start}–${interval?.end} ${createdAt} ${finishedAt} ${state}`;
}

/** One machine ticks at every wake-up, and every minute while something runs; each run takes what the simulated ones take. */
async function playHistory(each: Asked, folder: string) {
  const { pipelines, settings, from, to, seed, whatIf, habits, knownLateMs } = questionOf(each);
  const files = Object.fromEntries(pipelines.map((pipeline) => [pipeline.id.slice(0, 1), until(pipeline, to)]));
  const world = new HistoryWorld(from - 1, files, 1, folder);
  const [machine] = world.actors;
  if (machine === undefined) throw new Error('nobody is there');
  await world.wake(machine);
  const wakes = new Set<number>();
  for (const { at, isLost } of wakeTimes({ pipelines, settings, from, chance: chanceOf(seed), whatIf, knownLateMs })) {
    if (at > to + 2 * 86_400_000) break;
    if (!isLost) wakes.add(at);
  }
  const ended: RunDocument[] = [];
  const lasts = habits('', '')?.durationMs(0) ?? 0;
  for (world.now = from; world.now <= to + 2 * 86_400_000; world.now += minuteMs) {
    const going = world.runsThatAre('alive');
    if (going.length === 0 && !wakes.has(world.now)) continue;
    for (const known of going) {
      const { document } = known;
      if (Date.parse(document.createdAt) + lasts > world.now) continue;
      const state = whatIf.fail.some(({ pipeline }) => pipeline === document.pipeline) ? 'failed' : 'success';
      await world.end(known, state);
      ended.push({ ...document, state, finishedAt: new Date(world.now).toISOString() });
    }
    await world.wake(machine);
  }
  return { runs: ended, dropped: (id: string) => world.judge.line(id.slice(0, 1)).dropped };
}

function until(pipeline: Pipeline, to: number): Pipeline {
  const end = new Date(to - 1).toISOString();
  return { ...pipeline, on: { ...pipeline.on, schedule: pipeline.on.schedule.map((cron) => ({ ...cron, end })) } };
}

test('a run among others goes as it would go alone, where nothing is shared', () => {
  const tasks = [
    taskOf('a'),
    taskOf('b', {
      retries: { limit: 2, delayMs: 90_000, backoff: 'exponential', maxDelayMs: 600_000, jitter: 'full' },
    }),
    taskOf('c', { needs: ['a', 'b'], triggerRule: 'all_done' }),
    taskOf('d', { needs: ['a'], pool: 'own' }),
    taskOf('e', { needs: ['a'], pool: 'own', continueOnError: true }),
  ];
  const habits: Asked['habits'] = (_, task) => {
    const habit = takes(4, task === 'b' || task === 'e' ? 0.5 : 0)('', task);
    return habit && { ...habit, durationMs: (share) => 1_000 + Math.round(share * 900_000) };
  };
  const pipeline = fires('daily', '*/30 * * * *', {}, tasks);
  const pools = { own: { slots: 1, scope: 'run' } } as const;
  const { events } = play({ pipelines: [pipeline, fires('other', '*/20 * * * *')], habits, settings: { pools } });
  const luck = { chance: chanceOf(1), habits, whatIf: asUsual };
  const ended = events.flatMap((event) => (event.kind === 'run-ended' ? [event] : []));
  const own = ended.filter(({ plan }) => plan.pipeline === 'daily');
  expect(own.length).toBeGreaterThan(40);
  expect(new Set(own.map(({ document }) => document.state))).toEqual(new Set(['success', 'failed']));
  for (const { document, plan } of own) {
    expect(document).toEqual(simulateRun(plan, attemptScript(pipeline, luck)).document);
  }
});
