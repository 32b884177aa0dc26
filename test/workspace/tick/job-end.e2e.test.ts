import { expect, onTestFinished, test } from 'vitest';
import type { JobTime } from '../../../src/run/job-time.ts';
import type { Clock } from '../../../src/run/ports.ts';
import { openWorkspace } from '../../../src/workspace/open-workspace.ts';
import { readCode } from '../../../src/workspace/tick/code.ts';
import { Tick } from '../../../src/workspace/tick/tick.ts';
import type { TickEvent } from '../../../src/workspace/tick/tick-event.ts';
import { type Place, placeWith, statesOf } from '../../support/cli-place.ts';
import { ControlledTasks } from '../../support/controlled-task.ts';
import { plainEnvironment } from '../../support/scratch-repository.ts';
import { clockAt } from '../../support/set-clock.ts';

const hour = 3_600_000;

/** A job that has this many milliseconds left; its end comes when the test says so. */
async function tickWith(place: Place, clock: Clock, leftMs: number, work: (end: () => void) => Promise<void>) {
  let end = () => {};
  const after: Clock['after'] = (ms, callback) => {
    if (ms !== leftMs) return clock.after(ms, callback);
    end = callback;
    return () => {};
  };
  const ending = { ...clock, after };
  const options = { environment: 'local', clock: ending, variables: plainEnvironment, pid: process.pid };
  const workspace = await openWorkspace({ ...options, cwd: place.root });
  const time: JobTime = { endsAt: new Date(clock.now() + leftMs).toISOString(), wholeMs: hour };
  const code = await readCode(workspace, place.git('rev-parse', 'HEAD'));
  const told: TickEvent[] = [];
  const tick = new Tick(workspace, { code, how: { time }, listener: (event) => told.push(event) });
  await Promise.all([tick.run(), work(() => end())]);
  await workspace.close();
  return told.flatMap(({ event, ...rest }) => (event === 'run' ? [] : [{ event, ...rest }]));
}

test('the end of a job interrupts its runs, and the next one goes on where they were', async () => {
  const tasks = await ControlledTasks.listen();
  onTestFinished(() => tasks.close());
  const clock = clockAt('2026-03-02T12:00:00Z');
  const daily = `description: d
owner: o
on: { schedule: [{ cron: "0 5 * * *" }] }
tasks:
  first: { run: "true", artifacts: none }
  long: { needs: first, run: ${JSON.stringify(tasks.command('long'))}, artifacts: none }
  last: { needs: long, run: "true", artifacts: none }
`;
  const place = placeWith({ daily }, { clock });
  await place.segue('tick', '--env', 'local');
  clock.set('2026-03-03T05:00:30Z');

  const first = await tickWith(place, clock, hour, async (end) => {
    const running = await tasks.task('long');
    clock.set('2026-03-03T05:20:30Z');
    end();
    await running.gone;
  });
  expect(first.map(({ event }) => event)).toEqual(['tick-started', 'claimed', 'ended']);
  const handedOver = await place.status();
  expect(handedOver).toMatchObject({ state: 'cancelled', cancelled: { resumesAt: '2026-03-03T05:20:30.000Z' } });
  expect(statesOf(handedOver)).toEqual({ first: 'success', long: 'none', last: 'none' });
  expect((await place.segue('status')).stdout).toContain('handed over');

  // It was cut off after twenty minutes, so twenty more are not enough, and nothing begins in vain.
  const short = await tickWith(place, clock, hour / 3, async () => {});
  expect(short).toMatchObject([{}, { event: 'taking-over', takeovers: 0, interrupted: true }, { event: 'ended' }]);
  expect(tasks.unclaimed).toEqual([]);

  const last = await tickWith(place, clock, hour, async () => (await tasks.task('long')).exit(0));
  expect(last).toMatchObject([{}, { event: 'taking-over', takeovers: 0, interrupted: true }, { event: 'ended' }, {}]);
  const ended = await place.status();
  expect(ended.state).toBe('success');
  const states = Object.entries(ended.tasks).map(([id, { attempts }]) => [id, ...attempts.map(({ state }) => state)]);
  expect(states).toEqual([
    ['first', 'success'],
    ['long', 'cancelled', 'success'],
    ['last', 'success'],
  ]);
});

test('a person may end for good what was handed over', async () => {
  const clock = clockAt('2026-03-02T12:00:00Z');
  const slow =
    'description: d\nowner: o\non: { schedule: [{ cron: "0 5 * * *" }] }\ntasks: { a: { run: "false", retries: { limit: 1, delay: 9h, max-delay: 9h, jitter: none } } }\n';
  const place = placeWith({ slow }, { clock });
  await place.segue('tick', '--env', 'local');
  clock.set('2026-03-03T05:00:30Z');
  await tickWith(place, clock, hour, async () => {});
  const { run, cancelled } = await place.status();
  expect(cancelled?.resumesAt).toBe('2026-03-03T13:15:30.000Z');
  expect((await place.segue('tick', '--env', 'local')).stdout).toContain(`${run} goes on with the first`);
  expect((await place.segue('cancel', run)).code).toBe(0);
  expect((await place.status()).cancelled).toMatchObject({ why: 'request' });
});

test('what is due waits for a job with more time, and is no trouble', async () => {
  const clock = clockAt('2026-03-02T12:00:00Z');
  const due = 'description: d\nowner: o\non: { schedule: [{ cron: "0 5 * * *" }] }\ntasks: { a: { run: "true" } }\n';
  const place = placeWith({ due }, { clock });
  await place.segue('tick', '--env', 'local');
  clock.set('2026-03-03T05:00:30Z');
  const told = await tickWith(place, clock, hour / 5, async () => {});
  const why = { kind: 'no-time', leftMs: hour / 5, neededMs: hour / 4 };
  expect(told).toMatchObject([{}, { event: 'waits', pipeline: 'due', why }]);
  expect((await tickWith(place, clock, hour / 2, async () => {})).map(({ event }) => event)).toContain('claimed');
  // By now it is known how short it is.
  clock.set('2026-03-04T05:00:30Z');
  expect((await tickWith(place, clock, hour / 5, async () => {})).map(({ event }) => event)).toContain('claimed');
});
