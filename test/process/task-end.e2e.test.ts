import { afterAll, expect, test, vi } from 'vitest';
import { ControlledTasks } from '../support/controlled-task.ts';
import { lives, RunnerRig } from './runner-rig.ts';
import { taskRunnerContract } from './task-runner-contract.ts';

taskRunnerContract(async (environment) => {
  const rig = await RunnerRig.open({}, environment);
  const patient = await RunnerRig.open({ graceMs: 60_000, drainMs: 60_000 }, environment);
  const tasks = await ControlledTasks.listen();
  afterAll(async () => {
    await tasks.close();
    await Promise.all([rig.close(), patient.close()]);
  });

  async function untilDead(pids: readonly number[]): Promise<void> {
    await vi.waitFor(() => expect(pids.filter(lives)).toEqual([]), { timeout: 10_000, interval: 5 });
  }

  test('a task that runs too long is asked to end', async () => {
    const { outcome } = await patient.run('sleep 1000', { timeoutMs: 50 });
    expect(outcome).toEqual({ kind: 'timeout', afterMs: 50 });
  });

  test('a timeout decides, also if the task then ends well', async () => {
    const attempt = patient.start("trap 'exit 0' TERM; while :; do sleep 0.01; done", { timeoutMs: 100 });
    expect((await attempt.result).outcome).toEqual({ kind: 'timeout', afterMs: 100 });
  });

  test('a stopped task is cancelled, and may clean up within the grace', async () => {
    const attempt = patient.start("trap 'echo cleaned; exit 0' TERM; echo ready; while :; do sleep 0.01; done");
    await attempt.seen('ready');
    attempt.running.stop('term');
    expect((await attempt.result).outcome).toEqual({ kind: 'cancelled' });
    expect(attempt.lines).toContain('cleaned');
  });

  test('a task that ignores TERM is killed after the grace', async () => {
    const attempt = rig.start("trap '' TERM; echo ready; while :; do sleep 0.01; done");
    await attempt.seen('ready');
    attempt.running.stop('term');
    expect((await attempt.result).outcome).toEqual({ kind: 'cancelled' });
    await untilDead(attempt.groups.map((group) => group.pid));
  });

  test('a second request kills at once, whatever the grace', async () => {
    const attempt = patient.start(tasks.command('stubborn'));
    const task = await tasks.task('stubborn');
    const { terminated } = await task.catchTerm();
    attempt.running.stop('term');
    await terminated;
    attempt.running.stop('kill');
    attempt.running.stop('kill');
    expect((await attempt.result).outcome).toEqual({ kind: 'cancelled' });
    await untilDead([task.pid]);
  });

  test('a stopped task that is suspended ends too', async () => {
    const attempt = patient.start('kill -STOP $$');
    await vi.waitFor(() => expect(attempt.groups).toHaveLength(1));
    attempt.running.stop('term');
    expect((await attempt.result).outcome).toEqual({ kind: 'cancelled' });
  });

  test.each([
    ['in the group', {}],
    ['in the group, ignoring TERM', { ignoreTerm: true }],
    ['in a session of its own', { session: true }],
    ['in a session of its own, ignoring TERM', { session: true, ignoreTerm: true }],
    ['in a session of its own, without its environment', { session: true, clearEnvironment: true }],
    ['in a session of its own, with the output', { session: true, pipes: true, ignoreTerm: true }],
  ])('a child %s does not outlive a stop', async (_, fork) => {
    const attempt = rig.start(tasks.command('parent'));
    const task = await tasks.task('parent');
    const child = await task.fork(fork);
    attempt.running.stop('term');
    expect((await attempt.result).outcome).toEqual({ kind: 'cancelled' });
    expect([task.pid, child].filter(lives)).toEqual([]);
  });

  test('fifty children that fork on and ignore TERM are all gone', async () => {
    const attempt = rig.start(
      "trap '' TERM; for i in $(seq 50); do (echo $BASHPID; while :; do sleep 0.05; done) & done; echo all; wait",
    );
    await attempt.seen('all');
    await vi.waitFor(() => expect(attempt.lines).toHaveLength(51));
    attempt.running.stop('term');
    await attempt.result;
    expect(attempt.lines.map(Number).filter(lives)).toEqual([]);
  });

  test.each([0, 1])('children in the background end with a task that exits %i, and the log says so', async (code) => {
    const attempt = rig.start(tasks.command('leaving'));
    const task = await tasks.task('leaving');
    const child = await task.fork({ pipes: true });
    await task.print('last words');
    await task.exit(code);
    expect((await attempt.result).outcome.kind).toBe(code === 0 ? 'success' : 'exit');
    expect(lives(child)).toBe(false);
    expect(attempt.lines).toEqual([
      // What forks in that very moment may stand beside it.
      expect.stringMatching(new RegExp(`left processes running, which are ended now: (?:.*, )?${child}\\b`)),
      'last words',
    ]);
    expect(attempt.log()).toContain('left processes running');
  });

  test('output of a child that ends soon after the task is not lost', async () => {
    const attempt = patient.start('exec > >(while read -r line; do sleep 0.05; echo "late $line"; done); echo words');
    expect((await attempt.result).outcome).toEqual({ kind: 'success' });
    expect(attempt.lines).toEqual(['late words']);
  });

  test('a process that nobody can find keeps the output open, but not the run', async () => {
    const attempt = rig.start(tasks.command('hiding'));
    const task = await tasks.task('hiding');
    const child = await task.fork({ session: true, clearEnvironment: true, pipes: true });
    await task.exit(0);
    expect((await attempt.result).outcome).toEqual({ kind: 'success' });
    expect(attempt.lines).toEqual([expect.stringContaining('keeps the output open')]);
    process.kill(child, 'SIGKILL');
  });

  test('a failed task leaves no daemon behind; a successful one may, until the runner closes', async () => {
    const own = await RunnerRig.open({}, environment);
    const daemon = 'setsid sh -c "while :; do sleep 0.1; done" > /dev/null 2>&1 & echo $!';
    const failed = own.start(`${daemon}; exit 1`, { run: 'r-daemon', id: 'r-daemon/failed/1' });
    await failed.result;
    await untilDead([Number(failed.lines[0])]);
    const good = own.start(daemon, { run: 'r-daemon', id: 'r-daemon/good/1' });
    expect((await good.result).outcome).toEqual({ kind: 'success' });
    const pid = Number(good.lines[0]);
    expect(lives(pid)).toBe(true);
    expect(await own.runner.close()).toEqual({ found: expect.arrayContaining([pid]), survivors: [] });
    expect(lives(pid)).toBe(false);
    await own.close();
  });

  test('a stop after the end changes nothing', async () => {
    const attempt = rig.start('true');
    expect((await attempt.result).outcome).toEqual({ kind: 'success' });
    attempt.running.stop('term');
    attempt.running.stop('kill');
  });
});
