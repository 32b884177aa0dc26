import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { liveClock } from '../../src/process/clock.ts';
import { liveEnvironment } from '../../src/process/environment.ts';
import { listProcesses } from '../../src/process/process-table.ts';
import { type TaskWatch, Watchdog } from '../../src/process/watchdog.ts';
import { epoch } from '../support/builders.ts';
import { ControlledTasks } from '../support/controlled-task.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { lives, RunnerRig } from './runner-rig.ts';

const environment = liveEnvironment();
const minutes = { endMs: 280_000, killMs: 295_000 };
const open: Watchdog[] = [];

afterEach(() => {
  for (const watchdog of open.splice(0)) watchdog.close();
});

function watchdogWith(clock = liveClock()): Watchdog {
  const watchdog = new Watchdog({ clock, environment });
  open.push(watchdog);
  return watchdog;
}

function runOf(watchdog: Watchdog, onLost = () => {}): TaskWatch {
  return watchdog.watch({ run: 'r-watched', onLost });
}

test('without a lease it is up once runs last longer than a second', () => {
  const clock = new ManualClock(epoch);
  const watchdog = watchdogWith(clock);
  const run = runOf(watchdog);
  clock.advance(999);
  expect(watchdog.pid).toBeUndefined();
  clock.advance(1);
  expect(lives(watchdog.pid ?? 0)).toBe(true);
  run.close();
});

test('a run that is over by then leaves no timer, and the next one begins anew', () => {
  const clock = new ManualClock(epoch);
  const watchdog = watchdogWith(clock);
  runOf(watchdog).close();
  expect(clock.nextIn).toBeUndefined();
  runOf(watchdog);
  clock.advance(1_000);
  expect(lives(watchdog.pid ?? 0)).toBe(true);
});

test('with a lease it is up at once', () => {
  const watchdog = watchdogWith(new ManualClock(epoch));
  watchdog.renewed(minutes);
  expect(lives(watchdog.pid ?? 0)).toBe(true);
});

test('it has ended when it was closed, and nothing of it is left', async () => {
  const watchdog = watchdogWith();
  watchdog.renewed(minutes);
  const pid = watchdog.pid ?? 0;
  watchdog.close();
  await vi.waitFor(() => expect(lives(pid)).toBe(false));
  runOf(watchdog);
  watchdog.renewed(minutes);
  expect(watchdog.pid).toBeUndefined();
});

test('when it is killed the runs are told, and the next beat of the lease opens another', async () => {
  const watchdog = watchdogWith();
  watchdog.renewed(minutes);
  const lost = vi.fn();
  runOf(watchdog, lost);
  const first = watchdog.pid ?? 0;
  process.kill(first, 'SIGKILL');
  await vi.waitFor(() => expect(lost).toHaveBeenCalledTimes(1));
  expect(watchdog.pid).toBeUndefined();
  watchdog.renewed(minutes);
  expect(watchdog.pid).not.toBe(first);
  expect(lives(watchdog.pid ?? 0)).toBe(true);
});

test('that it has done its work is no news', async () => {
  const watchdog = watchdogWith();
  const lost = vi.fn();
  runOf(watchdog, lost);
  watchdog.renewed({ endMs: 0, killMs: 0 });
  await vi.waitFor(() => expect(watchdog.pid).toBeUndefined());
  expect(lost).not.toHaveBeenCalled();
});

test('without a bash in the PATH there is none, and everything goes on', () => {
  const watchdog = new Watchdog({ clock: liveClock(), environment: { PATH: '/nowhere' } });
  const run = runOf(watchdog);
  watchdog.renewed(minutes);
  run.add('group', process.pid)();
  run.close();
  watchdog.close();
  expect(watchdog.pid).toBeUndefined();
});

/** A runner whose tasks a watchdog knows, and what it knows of them. */
async function watchedRunner(variables = environment) {
  const tasks = await ControlledTasks.listen();
  const watchdog = watchdogWith();
  const watch = runOf(watchdog);
  const known = new Map<number, string>();
  const add: TaskWatch['add'] = (kind, pid) => {
    known.set(pid, kind);
    const remove = watch.add(kind, pid);
    return () => {
      known.delete(pid);
      remove();
    };
  };
  const rig = await RunnerRig.open({ watch: { ...watch, add } }, variables);
  onTestFinished(async () => {
    await tasks.close();
    await rig.close();
  });
  return { tasks, watchdog, rig, known };
}

test.each([
  ['a starter shell is known as long as it is open', environment, 'parent'],
  ['a task without one is known as long as it runs', { ...environment, BASH_ENV: '/nowhere' }, 'group'],
])('%s', async (_, variables, kind) => {
  const { tasks, rig, known } = await watchedRunner(variables);
  const attempt = rig.start(tasks.command('one'));
  const task = await tasks.task('one');
  const entry = listProcesses().find(({ pid }) => pid === task.pid);
  expect(known).toEqual(new Map([[kind === 'parent' ? entry?.parent : entry?.group, kind]]));
  await task.exit(0);
  await attempt.result;
  await rig.runner.close();
  expect(known).toEqual(new Map());
});

test.each([
  ['by its starter shell', environment],
  ['by its group', { ...environment, BASH_ENV: '/nowhere' }],
])(
  'when too little is left of the lease it ends a task that has cleared its environment, found %s',
  async (_, variables) => {
    const { tasks, watchdog, rig } = await watchedRunner(variables);
    const attempt = rig.start(`unset SEGUE_ATTEMPT; ${tasks.command('bare')}`);
    const task = await tasks.task('bare');
    expect(task.attempt).toBeUndefined();
    watchdog.renewed({ endMs: 0, killMs: 0 });
    await task.gone;
    expect((await attempt.result).outcome).toEqual({ kind: 'signal', signal: 'SIGKILL' });
  },
);

test('whoever learns of the end of a lease by the exit of a task may still stop its attempt', async () => {
  const stops: (() => void)[] = [];
  const rig = await RunnerRig.open({ onExit: () => stops.forEach((stop) => void stop()) });
  onTestFinished(() => rig.close());
  const attempt = rig.start('echo ready; kill -TERM $$; sleep 5');
  stops.push(() => attempt.running.stop('kill'));
  expect((await attempt.result).outcome).toEqual({ kind: 'cancelled' });
});
