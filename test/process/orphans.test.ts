import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { liveClock } from '../../src/process/clock.ts';
import { identify, identifyChild, isAlive } from '../../src/process/identity.ts';
import { endOrphans, endOrphansOfRun } from '../../src/process/orphans.ts';
import { parsePs } from '../../src/process/process-table.ts';
import { lives } from './runner-rig.ts';

const options = { clock: liveClock(), graceMs: 200 };
const started: number[] = [];
let runs = 0;

afterEach(() => {
  for (const pid of started.splice(0)) if (lives(pid)) process.kill(pid, 'SIGKILL');
});

/** What a dead Segue leaves: a group whose members nobody waits for. */
async function leave(
  script: string,
  attempt: string | undefined,
): Promise<{ pid: number; child: ReturnType<typeof spawn> }> {
  const env = { PATH: process.env.PATH, ...(attempt === undefined ? {} : { SEGUE_ATTEMPT: attempt }) };
  const child = spawn('bash', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'], env });
  const pid = child.pid ?? 0;
  started.push(pid);
  await once(child.stdout, 'data');
  return { pid, child };
}

/** As long as this test lives: what it could not end is gone soon after it. */
const whileTested = `while kill -0 ${process.pid} 2>/dev/null; do sleep 0.05; done`;
const staying = `echo ready; ${whileTested}`;

function newRun(): string {
  return `r-${process.pid}-${++runs}`;
}

test('a journalled group is found and ended, also what ignores TERM', async () => {
  const id = `${newRun()}/load/1`;
  const { pid } = await leave(`trap '' TERM; ${staying}`, id);
  const ended = await endOrphans(identify(pid), id, options);
  expect(ended.found).toContain(pid);
  expect(ended.survivors).toEqual([]);
  expect(lives(pid)).toBe(false);
});

test('members without the variable belong to a group whose leader still lives', async () => {
  const { pid } = await leave(staying, undefined);
  const { found } = await endOrphans(identify(pid), `${newRun()}/load/1`, options);
  expect(found).toContain(pid);
  expect(lives(pid)).toBe(false);
});

test('a group is found by the variable alone when its leader is dead', async () => {
  const id = `${newRun()}/load/1`;
  const { pid, child } = await leave(`(${staying}) & read -t 0.05 <> <(:); exit 0`, id);
  const group = identify(pid);
  if (child.exitCode === null) await once(child, 'exit');
  expect(lives(pid)).toBe(false);
  const { found, survivors } = await endOrphans(group, id, options);
  expect(found.length).toBeGreaterThan(0);
  expect(survivors).toEqual([]);
  expect((await endOrphans(group, id, options)).found).toEqual([]);
});

test('a pid that went to another process is not touched', async () => {
  const { pid } = await leave(staying, undefined);
  const identity = identify(pid);
  if (identity === undefined) throw new Error('the process has gone');
  for (const other of [
    { ...identity, started: '1' },
    { ...identity, boot: 'another' },
  ]) {
    expect(isAlive(other)).toBe(false);
    expect(await endOrphans(other, `${newRun()}/load/1`, options)).toEqual({ found: [], survivors: [] });
  }
  expect(lives(pid)).toBe(true);
});

test('other attempts are not touched; all of a run are ended together', async () => {
  const run = newRun();
  const first = await leave(staying, `${run}/load/1`);
  const second = await leave(staying, `${run}/load/11`);
  const other = await leave(staying, `${run}0/load/1`);
  await endOrphans(undefined, `${run}/load/1`, options);
  expect([first, second, other].map(({ pid }) => lives(pid))).toEqual([false, true, true]);
  await endOrphansOfRun(run, options);
  expect([second, other].map(({ pid }) => lives(pid))).toEqual([false, true]);
});

test('identity tells the living from the dead', async () => {
  const child = spawn('true');
  const identity = identifyChild(child.pid ?? 0, Date.now());
  await once(child, 'exit');
  expect(identity).toMatchObject({ pid: child.pid, started: expect.stringMatching(/^\d+$/) });
  expect(isAlive(identity)).toBe(false);
  expect(identify(child.pid ?? 0)).toBeUndefined();
  const self = identify(process.pid);
  expect(self !== undefined && isAlive(self)).toBe(true);
});

test('the table of ps is read', () => {
  const text =
    '    1     0     1 Ss   Sat Nov 21 07:05:35 2026\n  42     1    40 Z    Sat Nov  7 07:05:35 2026\nrubbish\n';
  const at = (day: string) => String(Date.parse(`${day} 07:05:35`));
  expect(parsePs(text)).toEqual([
    { pid: 1, parent: 0, group: 1, started: at('Nov 21 2026'), zombie: false },
    { pid: 42, parent: 1, group: 40, started: at('Nov 7 2026'), zombie: true },
  ]);
});
