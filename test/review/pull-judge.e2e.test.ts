import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { PullJudge } from '../../src/workspace/review/judge-in-thread.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { scratchFolder } from '../support/scratch-repository.ts';
import { changeOf } from './pull-cases.ts';

/** A thread that does what the name of the head says, and tells who it is. */
const program = `
import { parentPort, workerData } from 'node:worker_threads';
console.log('words of a stranger');
const kept = [];
parentPort.on('message', ({ id, change }) => {
  const name = change.head.name;
  if (name === 'throw') throw new Error('@ana broke it');
  if (name === 'late') setImmediate(() => { throw new Error('too late'); });
  if (name === 'exit') process.exit(0);
  if (name === 'hang') for (;;);
  if (name === 'gulp') kept.push('x'.repeat(2 ** 28).split(''));
  if (name === 'eat') for (;;) kept.push(new Array(1000).fill(name + kept.length));
  const title = [name, workerData, process.pid, Object.keys(process.env).length].join(' ');
  parentPort.postMessage({ id, review: { title } });
});
`;

function openJudge(megabytes = 1_024) {
  const entry = join(scratchFolder(), 'thread.mjs');
  writeFileSync(entry, program);
  const clock = new ManualClock('2027-03-24T10:00:00Z');
  const judge = new PullJudge({ entry, clock, caps: { ms: 20_000, megabytes } });
  onTestFinished(() => judge.close());
  const base = changeOf({}, {});
  return { judge, clock, review: (name: string) => judge.review({ ...base, head: { ...base.head, name } }) };
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

test('who closes it gets an answer for all that waits', async () => {
  const { judge, review, clock } = openJudge();
  const waiting = [review('hang'), review('b')];
  await expect.poll(() => clock.nextIn).toBe(20_000);
  judge.close();
  const titles = (await Promise.all(waiting)).map(({ title }) => title);
  expect(titles).toEqual(titles.map(() => 'not judged: Segue was ended meanwhile'));
});
