import { expect, test } from 'vitest';
import type { Task } from '../../src/model/pipeline.ts';
import { nextJob } from '../../src/tick/next-job.ts';
import { LeftWork } from '../../src/workspace/tick/left-work.ts';
import { arbitraryDag } from '../support/arbitrary-dag.ts';
import { taskOf } from '../support/builders.ts';
import { documentOf } from '../support/documents.ts';
import { instant, type Play, type PlayedJob, playJob, start } from '../support/job-world.ts';
import fc from '../support/seeded-fast-check.ts';

const wholeMs = 60_000;
const retries = { limit: 2, delayMs: 1_000, maxDelayMs: 1_000, backoff: 'constant', jitter: 'none' } as const;

/** Jobs that wake each other, each a second after the one before, until one does not; and how often the next was asked for. */
function chain(tasks: readonly Task[], play: Play, leftMs: number) {
  let asked = 0;
  let job: PlayedJob = playJob(tasks, play, start, { leftMs, wholeMs });
  for (; ; asked++) {
    const left = new LeftWork();
    for (const task of job.started) {
      left.progress({ event: 'task-started', at: instant(start), run: 'r-test0000', task, attempt: 1, of: 1 });
    }
    left.ended(job.document);
    const rest = left.rest(instant(job.endedAt));
    const next = rest === undefined ? 'nothing is left' : nextJob(rest, job.endedAt);
    if (next !== 'at once') return { asked, next, job };
    if (asked > 1_000) throw new Error('jobs wake each other for ever');
    job = playJob(tasks, play, job.endedAt + 1_000, { leftMs: wholeMs, wholeMs }, job.document);
  }
}

test('a task that never ends fails as often as its retries allow, each time in a job of its own, and then no job is asked for', () => {
  const tasks = [taskOf('endless', { timeoutMs: 10 * wholeMs, retries })];
  const { asked, next, job } = chain(tasks, () => ({ ms: 1e9, outcome: { kind: 'success' } }), wholeMs);
  expect(job.document.state).toBe('failed');
  expect(job.document.tasks.endless?.attempts.map(({ state }) => state)).toEqual(['failed', 'failed', 'failed']);
  expect([asked, next]).toEqual([2, 'nothing is left']);
});

test('whatever tasks do, jobs do not wake each other for ever, and leave nothing that a fresh job could do', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 500_000 }), { minLength: 12, maxLength: 12 });
  const left = fc.integer({ min: 0, max: wholeMs });
  fc.assert(
    fc.property(arbitraryDag({ maxTasks: 8 }), lengths, left, fc.boolean(), (tasks, all, leftMs, isFailing) => {
      const play: Play = (task) => ({
        ms: all[Number(task.slice(1))] ?? 1,
        outcome: isFailing ? { kind: 'exit', code: 1 } : { kind: 'success' },
      });
      const { asked, next, job } = chain(tasks, play, leftMs);
      const tries = tasks.reduce((sum, task) => sum + 1 + task.retries.limit, 0);
      expect(asked).toBeLessThanOrEqual(tries + 8 * tasks.length);
      if (next === 'nothing is left') expect(job.document.cancelled).toBeUndefined();
      else expect([next, job.started]).toEqual(['by the clock', []]);
    }),
  );
});

test('a try that is too far away for a job to wait for it wakes none: the clock does, later', () => {
  const far = { ...retries, delayMs: 10 * wholeMs, maxDelayMs: 10 * wholeMs };
  const { asked, next } = chain(
    [taskOf('a', { retries: far })],
    () => ({ ms: 1, outcome: { kind: 'exit', code: 1 } }),
    wholeMs,
  );
  expect([asked, next]).toEqual([0, 'later']);
});

test('what had no time is work for a fresh job at once, whatever waits longer', () => {
  const left = new LeftWork();
  const now = instant(start);
  expect(left.rest(now)).toBeUndefined();
  left.take({ event: 'ended', pipeline: 'daily', document: documentOf({}) });
  expect(left.rest(now)).toBeUndefined();
  const later = { why: 'interrupt', by: 'segue', resumesAt: instant(start + 1) } as const;
  left.take({ event: 'ended', pipeline: 'daily', document: documentOf({}, { state: 'cancelled', cancelled: later }) });
  expect(left.rest(now)).toMatchObject({ from: later.resumesAt, hasBegun: false });
  left.take({ event: 'waits', pipeline: 'paused', why: { kind: 'by-hand' } });
  left.take({ event: 'waits', pipeline: 'hourly', why: { kind: 'no-time', leftMs: 1, neededMs: 2 } });
  expect(left.rest(now)).toMatchObject({ from: now, pipelines: ['hourly'] });
});
