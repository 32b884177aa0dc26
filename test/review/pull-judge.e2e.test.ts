import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { PullJudge } from '../../src/workspace/review/judge-in-thread.ts';
import { root } from '../architecture/source-files.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { scratchFolder } from '../support/scratch-repository.ts';
import { oddThread } from './odd-thread.ts';
import { changeOf } from './pull-cases.ts';

function openJudge(megabytes = 1_024) {
  const entry = join(scratchFolder(), 'thread.mjs');
  writeFileSync(entry, oddThread);
  const clock = new ManualClock('2027-03-24T10:00:00Z');
  const judge = new PullJudge({ entry, clock, caps: { ms: 20_000, megabytes } });
  onTestFinished(() => judge.close());
  const base = changeOf({}, {});
  return { judge, clock, review: (name: string) => judge.review({ ...base, head: { ...base.head, name } }) };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function processOf({ title }: { readonly title: string }): string {
  return title.split(' ').at(-2) ?? '';
}

test('one process judges one pull request after the other, and is told nothing of the process', async () => {
  const { review, clock } = openJudge();
  const all = await Promise.all(['a', 'b', 'c'].map(review));
  expect(all.map(({ title }) => title.replace(/\d+ 0$/, 'N 0'))).toEqual(
    ['a', 'b', 'c'].map((name) => `${name} segue: judge pull requests N 0`),
  );
  expect(new Set(all.map(processOf)).size).toBe(1);
  expect(clock.nextIn).toBeUndefined();
});

test('what takes longer than it may is ended, and what waits for it is judged by another process', async () => {
  const { review, clock } = openJudge();
  const first = await review('a');
  const [hanging, next] = [review('hang'), review('b')];
  await expect.poll(() => clock.nextIn).toBe(20_000);
  clock.advance(20_000);
  const refused = await hanging;
  expect(refused).toMatchObject({ conclusion: 'failure', changesPipelines: true });
  expect(refused.title).toBe('not judged: this pull request is too slow to judge');
  expect(refused.comment).toContain('### Segue: not judged');
  expect(refused.comment).toContain('not through after 20 s');
  expect(processOf(await next)).not.toBe(processOf(first));
});

test.each(['eat', 'gulp'])('what takes more memory than it may (%s) is ended, and this process lives', async (name) => {
  const { review } = openJudge(48);
  const refused = await review(name);
  expect(refused.title).toBe('not judged: this pull request is too large to judge');
  expect(refused.summary).toContain('more than 48 MB');
  expect((await review('b')).title).toMatch(/^b /);
});

test.each([
  ['throw', '`@ana broke it`'],
  ['exit', 'Segue broke down'],
])('a thread that breaks down (%s) is a fault of ours, said without linking anybody', async (name, words) => {
  const { review } = openJudge();
  const refused = await review(name);
  expect(refused.conclusion).toBe('failure');
  expect(refused.comment).toContain(words);
  expect((await review('b')).title).toMatch(/^b /);
});

test('a process that breaks down after its answer is replaced', async () => {
  const { review } = openJudge();
  const late = await review('late');
  await expect.poll(async () => processOf(await review('b')) !== processOf(late)).toBe(true);
});

test('signals to all that runs here, as of a terminal or systemd, leave the judging to its end', async () => {
  const { review } = openJudge();
  const first = processOf(await review('a'));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(Number(first), signal);
  expect(processOf(await review('b'))).toBe(first);
});

test('a process that is busy ends with the one that began it, even if that was killed', async () => {
  const [entry, report] = ['thread.mjs', 'pid'].map((name) => join(scratchFolder(), name)) as [string, string];
  writeFileSync(entry, oddThread);
  const program = join(root, 'test/review/hanging-parent.ts');
  const parent = spawn(process.execPath, [program, entry, report], { stdio: 'ignore' });
  const reported = () => (existsSync(report) ? Number(readFileSync(report, 'utf8')) : 0);
  await expect.poll(reported, { timeout: 30_000 }).toBeGreaterThan(0);
  expect(isAlive(reported())).toBe(true);
  parent.kill('SIGKILL');
  await expect.poll(() => isAlive(reported()), { timeout: 30_000 }).toBe(false);
});

test('who closes it gets an answer for all that waits', async () => {
  const { judge, review, clock } = openJudge();
  const waiting = [review('hang'), review('b')];
  await expect.poll(() => clock.nextIn).toBe(20_000);
  judge.close();
  const titles = (await Promise.all(waiting)).map(({ title }) => title);
  expect(titles).toEqual(titles.map(() => 'not judged: Segue was ended meanwhile'));
});
