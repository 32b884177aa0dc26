import { expect, test } from 'vitest';
import { isEager, triggerRules } from '../../src/model/trigger-rule.ts';
import type { RunDocument } from '../../src/run/document.ts';
import { isHandOver } from '../../src/run/handed-over.ts';
import { arbitraryDag } from '../support/arbitrary-dag.ts';
import { planOf } from '../support/builders.ts';
import { EngineWorld } from '../support/engine-world.ts';
import { type Play, type PlayedJob, playJob, start } from '../support/job-world.ts';
import fc from '../support/seeded-fast-check.ts';

const limits = { jobs: 3, pools: { narrow: 1, wide: 2 }, failFast: false };
const wholeMs = 60_000;
const inOrder = arbitraryDag({ rules: triggerRules.filter((rule) => !isEager(rule) || rule === 'always') });
/** Which tries of each task fail: bit n is the try n. */
const failing = fc.array(fc.nat({ max: 15 }), { minLength: 12, maxLength: 12 });
const short = fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 12, maxLength: 12 });
const any = fc.array(fc.integer({ min: 1, max: 500_000 }), { minLength: 12, maxLength: 12 });
/** What history says of each task, whether or not it is true. */
const history = fc.dictionary(
  fc.constantFrom('t0', 't1', 't2', 't3', 't4', 't5'),
  fc.integer({ min: 1, max: 200_000 }),
);
const leftAtBegin = fc.array(fc.integer({ min: 0, max: wholeMs }), { minLength: 1, maxLength: 20 });

function plays(bits: readonly number[], lengths: readonly number[]): Play {
  return (task, finished) => {
    const index = Number(/\d+/.exec(task)?.[0]);
    const fails = ((bits[index] ?? 0) >> finished) & 1;
    return { ms: lengths[index] ?? 1, outcome: fails ? { kind: 'exit', code: 1 } : { kind: 'success' } };
  };
}

/** Jobs one after the other, each with as much time left as `lefts` says and then with all of it, until the run has ended. */
function playOut(job: (left: number, at: number, before?: RunDocument) => PlayedJob, lefts: readonly number[]) {
  const jobs: PlayedJob[] = [];
  for (let count = 0; count < 500; count++) {
    const before = jobs.at(-1);
    const resumesAt = Date.parse(before?.document.cancelled?.resumesAt ?? '') || start;
    const played = job(lefts[count] ?? wholeMs, Math.max(before?.endedAt ?? start, resumesAt), before?.document);
    jobs.push(played);
    if (!isHandOver(played.document.cancelled)) return jobs;
  }
  throw new Error('it is handed over for ever');
}

test('nothing starts that may not finish, and a run handed over any number of times ends as one that was not', () => {
  fc.assert(
    fc.property(inOrder, failing, short, history, leftAtBegin, (tasks, bits, lengths, longestMs, lefts) => {
      const play = plays(bits, lengths);
      const once = new EngineWorld(planOf(tasks, { limits }));
      once.play((task, attempt) => ({ outcome: play(task, attempt - 1).outcome }));
      const options = { limits, longestMs, wholeMs };
      const jobs = playOut((leftMs, at, before) => playJob(tasks, play, at, { ...options, leftMs }, before), lefts);
      const last = jobs.at(-1)?.document;
      expect(Object.fromEntries(Object.entries(last?.tasks ?? {}).map(([id, { state }]) => [id, state]))).toEqual(
        once.states(),
      );
      expect(last?.state).toBe(once.state.phase);
      for (const [id, { attempts, failures, retryAt }] of Object.entries(last?.tasks ?? {})) {
        const limit = tasks.find((task) => task.id === id)?.retries.limit ?? 0;
        expect(attempts.filter(({ state }) => state === 'success').length).toBeLessThanOrEqual(1);
        expect(attempts.filter(({ state }) => state === 'failed').length).toBeLessThanOrEqual(1 + limit);
        expect([failures, retryAt]).toEqual([undefined, undefined]);
      }
    }),
    { numRuns: 300 },
  );
});

test('whatever tasks take, a run ends after a bounded number of jobs, and each fresh job begins something', () => {
  fc.assert(
    fc.property(arbitraryDag({ maxTasks: 8 }), failing, any, history, (tasks, bits, lengths, longestMs) => {
      const jobs = playOut(
        (leftMs, at, before) =>
          playJob(tasks, plays(bits, lengths), at, { limits, longestMs, wholeMs, leftMs }, before),
        [],
      );
      // The first may have nothing to do.
      for (const { started } of jobs.slice(1)) expect(started).not.toEqual([]);
      const tries = tasks.reduce((sum, { retries }) => sum + 1 + retries.limit, 0);
      const cutOffs = tasks.length * 8;
      expect(jobs.length).toBeLessThanOrEqual(1 + tries + cutOffs);
    }),
    { numRuns: 200 },
  );
});
