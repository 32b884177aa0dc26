import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { liveEnvironment } from '../../src/process/environment.ts';
import { listProcesses, readProcess } from '../../src/process/process-table.ts';
import { ControlledTasks } from '../support/controlled-task.ts';
import fc from '../support/seeded-fast-check.ts';
import { RunnerRig } from './runner-rig.ts';

const rig = await RunnerRig.open();
const tasks = await ControlledTasks.listen();
afterAll(async () => {
  await tasks.close();
  await rig.close();
});

test('tasks one after the other have the same parent, each a group and its own output', async () => {
  const parents = new Set<number | undefined>();
  for (const name of ['one', 'two', 'three']) {
    const attempt = rig.start(tasks.command(name));
    const task = await tasks.task(name);
    const entry = readProcess(task.pid);
    parents.add(entry?.parent);
    expect(entry?.group).toBe(task.pid);
    await task.print(`I am ${name}`);
    await task.exit(0);
    await attempt.result;
    expect(attempt.lines).toEqual([`I am ${name}`]);
  }
  expect(parents.size).toBe(1);
});

test('a task gets its script and its variables letter by letter', async () => {
  const awkward = fc.constantFrom(
    "'",
    '"',
    '$',
    '`',
    '\\',
    '\n',
    '\r',
    ' ',
    '!',
    '*',
    '~',
    'é',
    '\u{1f9ea}',
    '\x1e',
    '#',
    '-',
  );
  const text = fc.string({
    unit: fc.oneof(awkward, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })),
    maxLength: 40,
  });
  const texts = fc.sample(
    text.filter((value) => !value.includes('\0')),
    { numRuns: 200, seed: 7 },
  );
  for (let first = 0; first < texts.length; first += 20) {
    const env = Object.fromEntries(texts.slice(first, first + 20).map((value, index) => [`VALUE_${index}`, value]));
    const words = JSON.stringify(Object.values(env));
    const script = `const { env } = process; console.log(JSON.stringify(${words}.map((word, n) => word === env['VALUE_' + n])))`;
    const attempt = rig.start(script, { shell: 'node', env });
    await attempt.result;
    expect(JSON.parse(attempt.lines.join('\n'))).toEqual(Object.values(env).map(() => true));
  }
});

test.each(['UID', 'RANDOM', 'IFS', 'PS4', 'SECONDS', 'BASH_ENV', 'a-b', 'mark', 'what', 'segue_turn', 'REPLY'])(
  "a variable %s is the task's as it was given",
  async (name) => {
    const script = `console.log(process.env[${JSON.stringify(name)}])`;
    const own = rig.start(script, { shell: 'node', env: { [name]: '77' } });
    await own.result;
    expect(own.lines).toEqual(['77']);
    const other = await RunnerRig.open({}, { ...liveEnvironment(), [name]: '78' });
    const shared = other.start(script, { shell: 'node' });
    await shared.result;
    expect(shared.lines).toEqual(['78']);
    await other.close();
  },
);

test('when the shell that started a task dies, the task is ended and reported as lost, and the next one runs', async () => {
  const attempt = rig.start(tasks.command('orphan'));
  const task = await tasks.task('orphan');
  process.kill(readProcess(task.pid)?.parent ?? 0, 'SIGKILL');
  expect((await attempt.result).outcome).toEqual({ kind: 'lost' });
  await task.gone;
  expect((await rig.run('echo next')).outcome).toEqual({ kind: 'success' });
});

test('who waits for a task is there before it, and has successors when it is killed, but none before Segue knows', async () => {
  const attempt = rig.start(tasks.command('first'));
  const first = await tasks.task('first');
  const shell = readProcess(first.pid)?.parent ?? 0;
  await first.exit(0);
  await attempt.result;
  const waiting = await vi.waitFor(() => theChildOf(shell), patience);
  process.kill(waiting, 'SIGKILL');
  // Nothing is heard or answered meanwhile.
  while (childrenOf(shell).includes(waiting)) hold(1);
  hold(50);
  expect(childrenOf(shell)).toEqual([]);
  const successor = await vi.waitFor(() => theChildOf(shell), patience);
  const next = rig.start(tasks.command('second'));
  const second = await tasks.task('second');
  expect(second.pid).toBe(successor);
  await second.exit(0);
  expect((await next.result).outcome).toEqual({ kind: 'success' });
});

test('a task whose process is killed before it is the task never begins, and the next one is unharmed', async () => {
  await rig.run('echo warm');
  const attempt = rig.start(tasks.command('before'));
  const before = await tasks.task('before');
  const shell = readProcess(before.pid)?.parent ?? 0;
  await before.exit(0);
  await attempt.result;
  const waiting = await vi.waitFor(() => theChildOf(shell), patience);
  process.kill(waiting, 'SIGSTOP');
  const doomed = rig.start('echo begun');
  process.kill(waiting, 'SIGKILL');
  expect((await doomed.result).outcome).toEqual({ kind: 'signal', signal: 'SIGKILL' });
  expect(doomed.lines).toEqual([]);
  const next = rig.start('echo next');
  expect((await next.result).outcome).toEqual({ kind: 'success' });
  expect(next.lines).toEqual(['next']);
});

test('whoever waits ends with this process, and the shell with it', async () => {
  const own = await RunnerRig.open();
  const attempt = own.start(tasks.command('last'));
  const task = await tasks.task('last');
  const shell = readProcess(task.pid)?.parent ?? 0;
  await task.exit(0);
  await attempt.result;
  const waiting = await vi.waitFor(() => theChildOf(shell), patience);
  await own.close();
  await vi.waitFor(() => expect([readProcess(waiting), readProcess(shell)]).toEqual([undefined, undefined]), patience);
});

test('a task that is stopped has not ended', async () => {
  const attempt = rig.start(tasks.command('paused'));
  const task = await tasks.task('paused');
  process.kill(task.pid, 'SIGSTOP');
  await vi.waitFor(() => expect(stateOf(task.pid)).toBe('T'));
  process.kill(task.pid, 'SIGCONT');
  await task.print('still here');
  await task.exit(3);
  expect((await attempt.result).outcome).toEqual({ kind: 'exit', code: 3 });
  expect(attempt.lines).toEqual(['still here']);
});

test('a stopped task that is killed frees its shell for the next one', async () => {
  const attempt = rig.start(tasks.command('frozen'));
  const task = await tasks.task('frozen');
  process.kill(task.pid, 'SIGSTOP');
  process.kill(task.pid, 'SIGKILL');
  expect((await attempt.result).outcome).toEqual({ kind: 'signal', signal: 'SIGKILL' });
  expect((await rig.run('echo next')).outcome).toEqual({ kind: 'success' });
});

test('a task has its output and nothing else of the shell', async () => {
  const script = `
    const { readdirSync, readlinkSync } = require('node:fs');
    const links = readdirSync('/proc/self/fd').map((fd) => { try { return readlinkSync('/proc/self/fd/' + fd); } catch { return ''; } });
    console.log(links.filter((link) => link.startsWith('socket:')).length, process.env.mark, process.env.what);`;
  const attempt = rig.start(script, { shell: 'node' });
  await attempt.result;
  expect(attempt.lines).toEqual(['2 undefined undefined']);
});

test('a daemon that keeps the output of its task never writes into the log of another', async () => {
  const attempt = rig.start(tasks.command('parent'));
  const task = await tasks.task('parent');
  const daemon = await task.fork({ session: true, pipes: true, clearEnvironment: true });
  await task.exit(0);
  const next = await rig.run('echo clean');
  expect(next.outcome).toEqual({ kind: 'success' });
  await attempt.result;
  // Nothing else finds it.
  process.kill(daemon, 'SIGKILL');
});

test('not even a daemon that a task of a few milliseconds leaves behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'segue-daemon-'));
  const patient = await RunnerRig.open({ drainMs: 60_000 });
  const until = (file: string) => `until [ -e ${folder}/${file} ]; do :; done`;
  const daemon = `${until('next')}; echo from the daemon; : > ${folder}/said; ${until('end')}`;
  const attempt = patient.start(`env -i setsid sh -c '${daemon}' & echo short`);
  await attempt.seen('short');
  const next = patient.start(`: > ${folder}/next; ${until('said')}; echo clean`);
  await next.result;
  writeFileSync(join(folder, 'end'), '');
  await attempt.result;
  await patient.close();
  rmSync(folder, { recursive: true });
  expect(next.lines).toEqual(['clean']);
  expect(attempt.lines).toEqual(['short', 'from the daemon']);
});

/** On a busy machine a process is not there, or gone, at once. */
const patience = { timeout: 20_000 };

/** Stops this whole process for so many milliseconds. */
function hold(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function childrenOf(parent: number): readonly number[] {
  return listProcesses().flatMap((entry) => (entry.parent === parent && !entry.zombie ? [entry.pid] : []));
}

/** Throws if there is not exactly one. */
function theChildOf(parent: number): number {
  const [child, ...others] = childrenOf(parent);
  if (child === undefined || others.length > 0) throw new Error(`${parent} has no single child`);
  return child;
}

/** The letter by which `/proc` tells what a process does. */
function stateOf(pid: number): string | undefined {
  return /\) (\w) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
}
