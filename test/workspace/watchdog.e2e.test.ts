import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { RunDocument } from '../../src/run/document.ts';
import { type Place, placeWith, sharedRemoteOf, statesOf } from '../support/cli-place.ts';
import type { SegueProcess } from '../support/cli-process.ts';
import { type ControlledTask, ControlledTasks } from '../support/controlled-task.ts';
import { childrenOf, killProcess, livingOf } from './ledger.ts';

const patience = { timeout: 30_000, interval: 50 };
const shared = ['--env', 'production'] as const;

/** A pipeline of one task that a test decides, in two clones of one remote; leases are as short as they may be. */
async function twoClones() {
  const tasks = await ControlledTasks.listen();
  onTestFinished(() => tasks.close());
  const load = `run: ${JSON.stringify(tasks.command('load'))}, retries: { limit: 2, delay: 10ms }, artifacts: none`;
  const place = placeWith({ etl: `tasks:\n  load: { ${load} }\n` });
  place.write('.github/segue.yml', 'lease: 10s\nenvironments: { production: {} }\n');
  place.commit();
  const remote = sharedRemoteOf(place);
  return { tasks, place, runner: remote.clone(), other: remote.clone() };
}

function start(place: Place, ...args: readonly string[]): SegueProcess {
  const segue = place.start(...args);
  onTestFinished(() => segue.kill('SIGKILL'));
  return segue;
}

/** Of a living Segue, once it has one. */
async function watchdogOf({ pid }: SegueProcess): Promise<number> {
  return vi.waitFor(() => {
    const found = childrenOf(pid).find((child) => commandOf(child).includes('segue-watchdog'));
    if (found === undefined) throw new Error('there is no watchdog');
    return found;
  }, patience);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** Settles once no process carries the run in its environment, in whatever state it is. */
async function quiet(run: string): Promise<void> {
  await vi.waitFor(() => expect(livingOf(run)).toEqual([]), patience);
}

async function runOf(segue: SegueProcess): Promise<string> {
  return (await segue.told(({ event }) => event === 'run-started'))[0]?.run ?? '';
}

/** How many attempts of the first holder were known when the second began depends on what it had pushed. */
function withoutNumber({ attempt }: ControlledTask): string | undefined {
  return attempt?.replace(/\.\d+$/, '');
}

test('killed alone: its tasks are ended though nobody else looks after them, whatever they have become', async () => {
  const { tasks, runner } = await twoClones();
  const segue = start(runner, 'run', 'etl', ...shared);
  const task = await tasks.task('load');
  const run = await runOf(segue);
  await task.catchTerm();
  const away = await task.fork({ session: true, clearEnvironment: true });
  segue.kill('SIGKILL');
  await task.gone;
  await quiet(run);
  await vi.waitFor(() => expect(commandOf(away)).toBe(''), patience);
});

test('killed alone in the environment local: the same for a run that has gone on for a second', async () => {
  const { tasks, place } = await twoClones();
  const segue = start(place, 'run', 'etl');
  const task = await tasks.task('load');
  const watchdog = await watchdogOf(segue);
  segue.kill('SIGKILL');
  await task.gone;
  await vi.waitFor(() => expect(commandOf(watchdog)).toBe(''), patience);
  const resumed = start(place, 'resume');
  await (await tasks.task('load')).exit(0);
  expect((await resumed.ended).code).toBe(0);
});

test('frozen alone: its tasks are over before others may take its lease for dead; woken, it starts and spoils nothing', async () => {
  const { tasks, runner, other } = await twoClones();
  const segue = start(runner, 'run', 'etl', ...shared);
  const first = await tasks.task('load');
  const run = await runOf(segue);
  await first.catchTerm();
  segue.kill('SIGSTOP');
  const seen: string[] = [];
  void first.gone.then(() => seen.push('over'));
  const tick = start(other, 'tick', ...shared);
  const second = await tasks.task('load');
  seen.push('taken over');
  expect(seen).toEqual(['over', 'taken over']);
  expect([first.attempt, withoutNumber(second)]).toEqual([`${run}/load/1`, `${run}/load/c1`]);
  segue.kill('SIGCONT');
  expect((await segue.ended).code).not.toBe(0);
  await second.print('still here');
  await second.exit(0);
  expect((await tick.ended).code).toBe(0);
  expect(tasks.unclaimed).toEqual([]);
  const document = await other.json<RunDocument>('status', run, ...shared);
  expect(document.state).toBe('success');
  expect(document.tasks.load?.attempts.at(-1)).toMatchObject({ state: 'success', continued: 1 });
});

test('frozen and woken with nobody there to take over: what was ended meanwhile is no failure', async () => {
  const { tasks, runner } = await twoClones();
  const segue = start(runner, 'run', 'etl', ...shared);
  const task = await tasks.task('load');
  const run = await runOf(segue);
  segue.kill('SIGSTOP');
  await task.gone;
  segue.kill('SIGCONT');
  const { code, events } = await segue.ended;
  expect([code, events.filter(({ event }) => event === 'task-started')]).toMatchObject([1, [{ attempt: 1 }]]);
  const document = await runner.json<RunDocument>('status', run, ...shared);
  expect(document).toMatchObject({ state: 'cancelled', cancelled: { why: 'interrupt' } });
  expect(statesOf(document)).toEqual({ load: 'cancelled' });
});

test('frozen without a watchdog: woken, it leaves the task of the one alone that has taken over on the same machine', async () => {
  const { tasks, runner, other } = await twoClones();
  const segue = start(runner, 'run', 'etl', ...shared);
  const first = await tasks.task('load');
  const run = await runOf(segue);
  const watchdog = await watchdogOf(segue);
  segue.kill('SIGSTOP');
  killProcess(watchdog);
  const tick = start(other, 'tick', ...shared);
  const second = await tasks.task('load');
  await first.gone;
  expect(withoutNumber(second)).toBe(`${run}/load/c1`);
  segue.kill('SIGCONT');
  await segue.ended;
  await second.print('still here');
  await second.exit(0);
  expect((await tick.ended).code).toBe(0);
  expect(await other.json('status', run, ...shared)).toMatchObject({ state: 'success' });
});

test('a run that ends leaves no watchdog', async () => {
  const { tasks, runner } = await twoClones();
  const segue = start(runner, 'run', 'etl', ...shared);
  const task = await tasks.task('load');
  const watchdog = await watchdogOf(segue);
  await task.exit(0);
  expect((await segue.ended).code).toBe(0);
  await vi.waitFor(() => expect(commandOf(watchdog)).toBe(''), patience);
});

test('a watchdog that is killed is said once and replaced, and the run goes on', async () => {
  const { tasks, runner } = await twoClones();
  const segue = start(runner, 'run', 'etl', ...shared);
  const task = await tasks.task('load');
  const first = await watchdogOf(segue);
  killProcess(first);
  const isNotice = ({ event }: { readonly event: string }) => event === 'notice';
  await segue.told((event) => event.event === 'notice' && event.message.includes('ends tasks if Segue dies'));
  expect(await watchdogOf(segue)).not.toBe(first);
  await task.exit(0);
  const { code, events } = await segue.ended;
  expect([code, events.filter(isNotice)]).toMatchObject([0, [{}]]);
});
