import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { readProcess } from '../../src/process/process-table.ts';
import { firedCode, watchdogProgram } from '../../src/process/watchdog-program.ts';
import { lives } from './runner-rig.ts';

/** As long as this test lives: what it could not end is gone soon after it. */
const whileTested = `while kill -0 ${process.pid} 2>/dev/null; do sleep 0.05; done`;
const staying = `echo ready; ${whileTested}`;
let runs = 0;

/** Starts processes, and ends them with the test. */
class Kennel {
  readonly #all: ChildProcess[] = [];
  readonly run = `r-${process.pid}x${++runs}`;

  constructor() {
    onTestFinished(() => {
      for (const { pid = 0 } of this.#all) if (lives(pid)) process.kill(pid, 'SIGKILL');
    });
  }

  /** Lets a watchdog hear; its end gives the exit code. */
  watchdog(program = watchdogProgram) {
    const child = this.#spawn(program, undefined, ['pipe', 'ignore', 'inherit']);
    const ended = once(child, 'exit').then(([code]) => code as number | null);
    return {
      child,
      ended,
      hear: (line: string) => void child.stdin?.write(`${line}\n`),
      end: () => child.stdin?.end(),
    };
  }

  /** A process in a group of its own, once it has said that it is ready; gives all that it says. */
  async task(script: string, attempt?: string) {
    const child = this.#spawn(script, attempt, ['ignore', 'pipe', 'ignore']);
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const gone = once(child, 'exit').then(([, signal]) => signal as string | null);
    await once(child.stdout ?? child, 'data');
    return { pid: child.pid ?? 0, gone, said: () => said };
  }

  #spawn(script: string, attempt: string | undefined, stdio: ('pipe' | 'ignore' | 'inherit')[]): ChildProcess {
    const env = { PATH: process.env.PATH, ...(attempt === undefined ? {} : { SEGUE_ATTEMPT: attempt }) };
    const child = spawn('bash', ['--noprofile', '--norc', '-c', script], { detached: true, stdio, env });
    this.#all.push(child);
    return child;
  }
}

/** What the process printed as a pid, behind `ready`. */
function pidIn(said: string): number {
  return Number(/\d+/.exec(said)?.[0]);
}

test.each([
  ['/1', '', true],
  ['/12', '', true],
  ['[3]/1', '', true],
  ['/c1.2', '', false],
  ['/1', 'c1.', false],
  ['/c1.2', 'c1.', true],
  ['/c11.2', 'c1.', false],
  ['/c2.2', 'c1.', false],
])('when its input ends, an attempt …/load%s of members with "%s" is ended: %s', async (tail, prefix, isEnded) => {
  const kennel = new Kennel();
  const task = await kennel.task(staying, `${kennel.run}/load${tail}`);
  const watchdog = kennel.watchdog();
  watchdog.hear(`- 1 attempts:r-other: attempts:${kennel.run}:${prefix}`);
  watchdog.end();
  expect(await watchdog.ended).toBe(firedCode);
  expect(lives(task.pid)).toBe(!isEnded);
  if (isEnded) expect(await task.gone).toBe('SIGTERM');
});

test('a run whose id begins with that of another is another', async () => {
  const kennel = new Kennel();
  const task = await kennel.task(staying, `${kennel.run}0/load/1`);
  const watchdog = kennel.watchdog();
  watchdog.hear(`- 1 attempts:${kennel.run}:`);
  watchdog.end();
  await watchdog.ended;
  expect(lives(task.pid)).toBe(true);
});

test.each([
  ['/proc', watchdogProgram],
  ['ps', watchdogProgram.replaceAll('/proc/', '/nowhere/')],
])(
  'what a parent has started is ended with its group and descendants, by %s, and the parent is not',
  async (by, program) => {
    const kennel = new Kennel();
    const inner = `(exec env -i bash -c '${whileTested}') & ${staying}`;
    const parent = await kennel.task(
      `set -m; env -i PATH="$PATH" bash -c ${quote(inner)} & echo $!; wait; echo over; ${staying}`,
    );
    const child = pidIn(parent.said());
    const other = await kennel.task(staying);
    const watchdog = kennel.watchdog(program);
    watchdog.hear(`- 1 parent:${parent.pid}:${by === 'ps' ? '' : readProcess(parent.pid)?.started}`);
    watchdog.end();
    expect(await watchdog.ended).toBe(firedCode);
    expect([lives(child), lives(parent.pid), lives(other.pid)]).toEqual([false, true, true]);
  },
);

test('a parent that started at another time is somebody else', async () => {
  const kennel = new Kennel();
  const parent = await kennel.task(`${staying} & wait`);
  const child = await kennel.task(`echo $$; ${staying}`);
  const watchdog = kennel.watchdog();
  watchdog.hear(`- 1 parent:${process.pid}:1 parent:${parent.pid}:1`);
  watchdog.end();
  await watchdog.ended;
  expect([lives(parent.pid), lives(child.pid)]).toEqual([true, true]);
});

test('a whole group is ended, also when its leader has ended', async () => {
  const kennel = new Kennel();
  const leader = await kennel.task(`(${staying}) & echo $!; exit`);
  await leader.gone;
  const member = pidIn(leader.said());
  const watchdog = kennel.watchdog();
  watchdog.hear(`- 1 group:${leader.pid}`);
  watchdog.end();
  await watchdog.ended;
  expect(lives(member)).toBe(false);
});

test('what does not want to end is killed after the grace, also what has left the group', async () => {
  const kennel = new Kennel();
  const script = `trap 'echo asked' TERM; (trap '' TERM; exec setsid sleep 300) & echo $!; ${whileTested}`;
  const task = await kennel.task(script, `${kennel.run}/load/1`);
  const watchdog = kennel.watchdog();
  watchdog.hear(`- 1 attempts:${kennel.run}:`);
  watchdog.end();
  await watchdog.ended;
  expect(await task.gone).toBe('SIGKILL');
  expect(task.said()).toContain('asked');
  expect(lives(pidIn(task.said()))).toBe(false);
});

test('without a grace everything is killed at once', async () => {
  const kennel = new Kennel();
  const task = await kennel.task(`trap 'echo asked' TERM; ${staying}`, `${kennel.run}/load/1`);
  const watchdog = kennel.watchdog();
  watchdog.hear(`- 0 attempts:${kennel.run}:`);
  watchdog.end();
  expect(await task.gone).toBe('SIGKILL');
  expect(task.said()).toBe('ready\n');
});

test('a stopped process ends too', async () => {
  const kennel = new Kennel();
  const task = await kennel.task(staying, `${kennel.run}/load/1`);
  process.kill(task.pid, 'SIGSTOP');
  const watchdog = kennel.watchdog();
  watchdog.hear(`- 10 attempts:${kennel.run}:`);
  watchdog.end();
  expect(await task.gone).toBe('SIGTERM');
});

test('when no line comes in time it does the same, though its input goes on', async () => {
  const kennel = new Kennel();
  const task = await kennel.task(staying, `${kennel.run}/load/1`);
  const watchdog = kennel.watchdog();
  watchdog.hear(`600 1 attempts:${kennel.run}:`);
  watchdog.hear(`0.20 1 attempts:${kennel.run}:`);
  expect(await watchdog.ended).toBe(firedCode);
  expect(await task.gone).toBe('SIGTERM');
});

test('the newest line counts: what is no member any more is left alone', async () => {
  const kennel = new Kennel();
  const task = await kennel.task(staying, `${kennel.run}/load/1`);
  const watchdog = kennel.watchdog();
  watchdog.hear(`0.05 1 attempts:${kennel.run}:`);
  watchdog.hear('- 1');
  watchdog.end();
  await watchdog.ended;
  expect(lives(task.pid)).toBe(true);
});

test('after a goodbye it ends nothing', async () => {
  const kennel = new Kennel();
  const task = await kennel.task(staying, `${kennel.run}/load/1`);
  const watchdog = kennel.watchdog();
  watchdog.hear(`- 1 attempts:${kennel.run}:`);
  watchdog.hear('bye');
  expect(await watchdog.ended).toBe(0);
  expect(lives(task.pid)).toBe(true);
});

test('signals that end whole sessions do not end it', async () => {
  const kennel = new Kennel();
  const task = await kennel.task(staying, `${kennel.run}/load/1`);
  const watchdog = kennel.watchdog();
  watchdog.hear(`- 1 attempts:${kennel.run}:`);
  const ready = await kennel.task(
    `while ! grep -q 'SigIgn:.*4...$' /proc/${watchdog.child.pid}/status; do :; done; echo ready`,
  );
  await ready.gone;
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) watchdog.child.kill(signal);
  watchdog.end();
  expect(await watchdog.ended).toBe(firedCode);
  expect(await task.gone).toBe('SIGTERM');
});

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
