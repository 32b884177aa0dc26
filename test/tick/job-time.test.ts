import { describe, expect, test } from 'vitest';
import { waitText } from '../../src/report/command/tick-text.ts';
import { attemptMs, leastNeeded } from '../../src/run/job-time.ts';
import { foresee } from '../../src/tick/foresee.ts';
import { nextStep, recoveryStep } from '../../src/tick/next-step.ts';
import { taskOf } from '../support/builders.ts';
import fc from '../support/seeded-fast-check.ts';
import { active, commit, daily, noon, outlookOn, stateWith } from './outlooks.ts';

const cursor = '2026-03-01T05:00:00.000Z';
const run = 'r-00000001';
const minutes = (count: number) => count * 60_000;

describe('near the end of a job', () => {
  const due = stateWith({ cursor, commit });
  const with_ = (leftMs: number, neededMs: number) => outlookOn(due, { time: { leftMs, neededMs } });

  test.each([
    [minutes(20), minutes(20), 'start'],
    [minutes(20), minutes(20) + 1, 'wait'],
    [0, 0, 'wait'],
    [-minutes(1), 0, 'wait'],
  ])('with %s ms left, a run whose first task needs %s ms: %s', (leftMs, neededMs, kind) => {
    expect(nextStep(with_(leftMs, neededMs)).kind).toBe(kind);
  });

  test('what is due says what it waits for, and its state does not move', () => {
    const step = nextStep(with_(minutes(12), minutes(20)));
    expect(step).toEqual({ kind: 'wait', why: { kind: 'no-time', leftMs: minutes(12), neededMs: minutes(20) } });
    expect(step.kind === 'wait' && waitText(step.why)).toBe(
      'is due and waits for the next wake-up: this job has 12 min left, and its first task may need 20 min',
    );
    expect(foresee(with_(minutes(12), minutes(20)))).toEqual([step]);
  });

  test('what is not due waits for that, and notes are written all the same', () => {
    const served = stateWith({ cursor: '2026-03-02T05:00:00.000Z', commit });
    expect(nextStep(outlookOn(served, { time: { leftMs: 0, neededMs: 1 } }))).toMatchObject({
      why: { kind: 'not-due' },
    });
    const fresh = outlookOn(stateWith(), { time: { leftMs: 0, neededMs: 1 } });
    expect(nextStep(fresh)).toMatchObject({ kind: 'note', note: { kind: 'begins' } });
  });
});

describe('a run that was handed over', () => {
  const handedOver = (resumesAt: string) =>
    stateWith({ cursor, active: [active(run, { interrupted: true, resumesAt })] });
  const dead = { [run]: 'dead' } as const;

  test('goes on as soon as a fresh job has the time for something of it, and that is no takeover', () => {
    const known = { state: handedOver(noon), holders: dead };
    expect(recoveryStep({ ...known, now: Date.parse(noon) })).toMatchObject({ kind: 'take-over', interrupted: true });
    expect(recoveryStep({ ...known, now: Date.parse(noon) - 1 })).toBeUndefined();
  });

  test('until then it has its place, and nothing else of the pipeline starts in it', () => {
    const waits = outlookOn(handedOver('2026-03-02T12:00:01.000Z'), { holders: dead });
    const why = { kind: 'handed-over', run, resumesAt: '2026-03-02T12:00:01.000Z' } as const;
    expect(nextStep(waits)).toEqual({ kind: 'wait', why });
    expect(waitText(why)).toContain('r-00000001 goes on with the first wake-up after 2026-03-02 12:00:01 UTC');
    const two = { ...waits, pipeline: daily({ maxActiveRuns: 2 }) };
    expect(nextStep(two)).toMatchObject({ kind: 'start' });
  });
});

test('a fresh job has the time for the first task of any pipeline', () => {
  const span = fc.integer({ min: 1, max: 700_000_000 });
  fc.assert(
    fc.property(fc.array(span, { minLength: 1, maxLength: 5 }), span, fc.array(span), (timeouts, wholeMs, recentMs) => {
      const time = { wholeMs, endsAt: noon };
      const tasks = timeouts.map((timeoutMs, index) => taskOf(`t${index}`, { timeoutMs }));
      const needed = leastNeeded(tasks, { t0: { recentMs } }, time);
      expect(needed).toBeLessThanOrEqual(attemptMs({ timeoutMs: wholeMs }, time));
      expect(needed).toBeLessThanOrEqual(Math.min(...timeouts));
    }),
  );
});
