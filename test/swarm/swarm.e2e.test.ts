import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { stories } from './stories.ts';

const program = new URL('../../scripts/swarm.ts', import.meta.url).pathname;

/** What the swarm says, and its exit code. It stands in for modules of Segue, so it has a process of its own. */
async function swarm(...args: readonly string[]): Promise<{ readonly said: string; readonly code: number }> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], { maxBuffer: 2 ** 26 });
    return { said: stdout, code: 0 };
  } catch (error) {
    const { stdout, stderr, code } = error as { stdout: string; stderr: string; code: number };
    return { said: `${stdout}\n${stderr}`, code };
  }
}

test('worlds of known seeds and of fresh ones come to rest, whatever goes wrong in them', async () => {
  const { said, code } = await swarm('--seeds', '1-3', '--fresh', '9', '--within', '6', '--plays', '10');
  // One that goes wrong is named here, with the command that plays it again.
  expect(code, said).toBe(0);
  expect(said).toMatch(/^seed 1 /m);
});

test('a seed that is played twice gives the same log, byte for byte', async () => {
  const [once, twice] = await Promise.all([swarm('--seed', '11', '--log'), swarm('--seed', '11', '--log')]);
  const logOf = (said: string) => said.slice(said.indexOf('\n'));
  expect(once.code).toBe(0);
  expect(logOf(once.said).length).toBeGreaterThan(10_000);
  expect(logOf(twice.said)).toBe(logOf(once.said));
});

test.each(stories)('$name', async ({ seed, without, with: holds }) => {
  const world = ['--seed', String(seed), '--with', holds.join(',') || 'none'];
  const { said, code } = await swarm(...world, '--without', without.join(','));
  expect(code, said).toBe(0);
});

test('some of the bugs that are put in on purpose are found in the worlds that are known for it', async () => {
  const { said, code } = await swarm('--mutations', '--quick', '--sample', '2');
  expect(code, said).toBe(0);
  expect(said.match(/^found /gm)).toHaveLength(2);
});
