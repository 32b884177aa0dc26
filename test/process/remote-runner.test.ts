import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readProcess } from '../../src/process/process-table.ts';
import { ControlledTasks } from '../support/controlled-task.ts';
import { scratchFolder } from '../support/scratch-repository.ts';
import { lives, RunnerRig } from './runner-rig.ts';
import { smallProcess } from './task-runner-contract.ts';

const success = { kind: 'success' };
const lost = { kind: 'lost' };

async function openRig(options: Parameters<typeof RunnerRig.open>[0] = {}): Promise<RunnerRig> {
  const rig = await RunnerRig.open(options, smallProcess());
  onTestFinished(() => rig.close());
  return rig;
}

async function listen(): Promise<ControlledTasks> {
  const tasks = await ControlledTasks.listen();
  onTestFinished(() => tasks.close());
  return tasks;
}

/** The small process is the parent of the tasks that it has started. */
function parentOf(pid: number): number {
  return readProcess(pid)?.parent ?? 0;
}

async function untilDead(pids: readonly number[]): Promise<void> {
  await vi.waitFor(() => expect(pids.filter(lives)).toEqual([]), { timeout: 15_000, interval: 10 });
}

test('it is another process, in a session of its own, that looks like no attempt', async () => {
  const [rig, tasks] = [await openRig(), await listen()];
  const attempt = rig.start(tasks.command('task'));
  const task = await tasks.task('task');
  const runner = parentOf(task.pid);
  expect(runner).not.toBe(process.pid);
  expect(parentOf(runner)).toBe(process.pid);
  expect(readProcess(runner)?.group).toBe(runner);
  expect(readFileSync(`/proc/${runner}/environ`, 'latin1')).not.toMatch(/SEGUE_|HOME=/);
  await task.exit(0);
  expect((await attempt.result).outcome).toEqual(success);
});

test('a task inherits no way to Segue', async () => {
  const attempt = (await openRig()).start('readlink /proc/$$/fd/* || true', { shell: 'sh' });
  await attempt.result;
  expect(attempt.lines.filter((line) => line.startsWith('socket:'))).toHaveLength(2);
});

test('signals for a whole group or service do not end it', async () => {
  const [rig, tasks] = [await openRig(), await listen()];
  const attempt = rig.start(tasks.command('task'));
  const task = await tasks.task('task');
  const runner = parentOf(task.pid);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(runner, signal);
  await task.print('still here\n');
  await attempt.seen('still here');
  await task.exit(0);
  expect((await attempt.result).outcome).toEqual(success);
  expect(lives(runner)).toBe(true);
});

test('if it is killed its tasks are ended and lost, and another one goes on', async () => {
  const [rig, tasks] = [await openRig(), await listen()];
  const attempts = [rig.start(tasks.command('a')), rig.start(tasks.command('b'))];
  const [a, b] = [await tasks.task('a'), await tasks.task('b')];
  const child = await a.fork({ session: true, ignoreTerm: true });
  process.kill(parentOf(a.pid), 'SIGKILL');
  for (const { result } of attempts) expect((await result).outcome).toEqual(lost);
  expect([a.pid, b.pid, child].filter(lives)).toEqual([]);
  expect((await rig.run('echo "rows=3" >> "$SEGUE_OUTPUT"')).outputs).toEqual({ rows: '3' });
});

test('after three deaths nothing is started any more, and that is told once', async () => {
  const broken = vi.fn();
  const [rig, tasks] = [await openRig({ onBroken: broken }), await listen()];
  for (const name of ['a', 'b', 'c']) {
    expect(broken).not.toHaveBeenCalled();
    const attempt = rig.start(tasks.command(name));
    process.kill(parentOf((await tasks.task(name)).pid), 'SIGKILL');
    expect((await attempt.result).outcome).toEqual(lost);
  }
  expect(broken).toHaveBeenCalledOnce();
  expect(await rig.run('true')).toEqual({ outcome: lost });
});

test('if Segue is killed everything ends: tasks, what ignores TERM, daemons, and the small process', async () => {
  const tasks = await listen();
  const owner = fileURLToPath(new URL('../support/runner-owner.ts', import.meta.url));
  const segue = spawn(process.execPath, [owner, scratchFolder(), tasks.command('parent'), tasks.command('leaver')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = createInterface({ input: segue.stdout })[Symbol.asyncIterator]();
  const parent = await tasks.task('parent');
  const leaver = await tasks.task('leaver');
  const runner = parentOf(parent.pid);
  const child = await parent.fork({ session: true, ignoreTerm: true });
  const daemon = await leaver.fork({ session: true, ignoreTerm: true });
  await leaver.exit(0);
  expect((await said.next()).value).toBe('finished success');
  expect([parent.pid, child, daemon, runner].every(lives)).toBe(true);
  segue.kill('SIGKILL');
  await untilDead([parent.pid, child, daemon, runner]);
}, 30_000);

test('a slow reader holds the output of tasks back, in bounded memory', async () => {
  const rig = await openRig();
  const attempt = rig.start(
    'echo $PPID; yes "some sixty characters of output, as tools print them all day" | head -c 100000000',
    {
      task: 'much',
    },
  );
  await attempt.seen('');
  const runner = Number(attempt.lines[0]);
  let taken = 0;
  attempt.lines.push = () => {
    // Now and then the reader is busy with something else, far longer than a pipe can bridge.
    if (++taken % 400_000 === 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
    return taken;
  };
  const { log } = await attempt.result;
  expect(log?.bytes).toBeGreaterThan(100_000_000);
  const [, highWater = '0'] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${runner}/status`, 'latin1')) ?? [];
  expect(Number(highWater)).toBeLessThan(250 * 1024);
}, 60_000);
