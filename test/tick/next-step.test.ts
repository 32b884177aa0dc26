import { describe, expect, test } from 'vitest';
import { limits } from '../../src/model/limits.ts';
import { nextStep, recoveryStep } from '../../src/tick/next-step.ts';
import type { AskedBackfill, Outlook } from '../../src/tick/step.ts';
import { active, daily, outlookOn, stateWith } from './outlooks.ts';

const day = (number: number) => `2026-03-0${number}T05:00:00.000Z`;
const cursor = day(1);
const served = day(2);
const paused = { by: 'Ana', at: cursor };
const run = 'r-00000001';
const dead = { holders: { [run]: 'dead' } } as const;
const newer = { newerCommit: 'd'.repeat(40) };
const byHand = { pipeline: daily({ on: { schedule: [], after: [] } }) };

function asked(id: string, more: Partial<AskedBackfill['backfill']> = {}): AskedBackfill {
  const intervals = [
    { start: '2026-01-01T05:00:00.000Z', end: '2026-01-02T05:00:00.000Z' },
    { start: '2026-01-02T05:00:00.000Z', end: '2026-01-03T05:00:00.000Z' },
  ];
  const file = `pipelines/${id}.backfill.yml`;
  const backfill = {
    id,
    file,
    pipeline: 'daily',
    from: '2026-01-01',
    to: '2026-01-03',
    reprocess: 'missing',
    maxActive: 1,
    order: 'oldest-first',
    params: {},
    reason: 'late',
    ...more,
  } as const;
  return { backfill, request: 'd'.repeat(64), intervals };
}

describe('in this order', () => {
  const everything = {
    state: stateWith({ cursor, active: [active(run)] }),
    ...dead,
    ...newer,
    backfills: [asked('b')],
  };
  test.each<[string, Partial<Outlook>, object]>([
    [
      'a pause stops all, also what was lost',
      { ...everything, state: { ...everything.state, paused } },
      { kind: 'wait', why: { kind: 'paused', pause: paused } },
    ],
    ['lost runs go on, also where newer code has run', everything, { kind: 'take-over', run, takeovers: 0 }],
    [
      'older code starts nothing',
      { ...everything, holders: {} },
      { kind: 'wait', why: { kind: 'older-commit', newer: newer.newerCommit } },
    ],
    [
      'older code adopts nothing',
      {
        state: stateWith(),
        pipeline: daily({ renamedFrom: ['old'] }),
        previous: stateWith({ pipeline: 'old', cursor }),
        ...newer,
      },
      { kind: 'wait', why: { kind: 'older-commit' } },
    ],
    [
      'an old id is adopted before the schedule begins',
      {
        state: stateWith(),
        pipeline: daily({ renamedFrom: ['old'] }),
        previous: stateWith({ pipeline: 'old', cursor }),
      },
      { kind: 'note', note: { kind: 'adopts', from: 'old' } },
    ],
    [
      'the schedule comes before backfills',
      { state: stateWith({ cursor }), backfills: [asked('b')] },
      { kind: 'start', start: { cause: { kind: 'schedule' } } },
    ],
    [
      'a backfill starts once nothing is due',
      { state: stateWith({ cursor: served }), backfills: [asked('b')] },
      {
        kind: 'start',
        start: { cause: { kind: 'backfill', id: 'b', reason: 'late' }, interval: { end: '2026-01-02T05:00:00.000Z' } },
      },
    ],
  ])('%s', (_, more, expected) => {
    expect(nextStep(outlookOn(stateWith(), more))).toMatchObject(expected);
  });
});

describe('backfills', () => {
  const going = (count: number, backfill: string) =>
    Array.from({ length: count }, (_, index) => ({ ...active(`r-${backfill}000000${index}`), backfill }));
  const summaries = (count: number, backfill: string) =>
    going(count, backfill).map(
      ({ run: id }) =>
        ({
          run: id,
          state: 'running',
          createdAt: cursor,
          interval: { start: '2026-01-01T05:00:00.000Z', end: '2026-01-02T05:00:00.000Z' },
          generation: 0,
        }) as const,
    );

  test('have room of their own beside a pipeline that is busy, and it has beside them', () => {
    const busy = stateWith({ cursor, active: [active(run)] });
    expect(nextStep(outlookOn(busy, { backfills: [asked('b')] }))).toMatchObject({
      start: { cause: { kind: 'backfill' } },
    });
    const filling = stateWith({ cursor, active: going(1, 'b') });
    expect(nextStep(outlookOn(filling, { backfills: [asked('b')], runs: summaries(1, 'b') }))).toMatchObject({
      start: { cause: { kind: 'schedule' } },
    });
  });

  test('wait at their own limit, and let the next one go', () => {
    const state = stateWith({ cursor: served, active: going(1, 'a') });
    const runs = summaries(1, 'a');
    const step = nextStep(outlookOn(state, { runs, backfills: [asked('a'), asked('b', { maxActive: 2 })] }));
    expect(step).toMatchObject({ start: { cause: { kind: 'backfill', id: 'b' } } });
    expect(nextStep(outlookOn(state, { runs, backfills: [asked('a')] }))).toMatchObject({ why: { kind: 'not-due' } });
  });

  test('each interval is begun once, then the backfill is over', () => {
    let state = stateWith({ cursor: served });
    const begun: (string | undefined)[] = [];
    for (let count = 0; count < 9; count++) {
      const step = nextStep(outlookOn(state, { backfills: [asked('b')] }));
      if (step.kind !== 'start') break;
      begun.push(step.start.interval?.end);
      state = step.state;
    }
    expect(begun).toEqual(['2026-01-02T05:00:00.000Z', '2026-01-03T05:00:00.000Z']);
    expect(state.backfills?.b?.finishedAt).toBeDefined();
  });
});

describe('lost runs', () => {
  test.each([
    [undefined, 'take-over'],
    [limits.takeovers - 1, 'take-over'],
    [limits.takeovers, 'give-up'],
    [limits.takeovers + 1, 'give-up'],
  ])('taken over %s times: %s', (takeovers, kind) => {
    const state = stateWith({
      active: [active('r-00000000'), active(run, takeovers === undefined ? {} : { takeovers })],
    });
    expect(recoveryStep({ state, ...dead, now: 0 })).toEqual({ kind, run, takeovers: takeovers ?? 0 });
  });

  test('a run of which nothing is known, or not yet, lives', () => {
    const state = stateWith({ active: [active(run)] });
    expect(recoveryStep({ state, holders: {}, now: 0 })).toBeUndefined();
    expect(recoveryStep({ state, holders: { [run]: 'unknown' }, now: 0 })).toBeUndefined();
  });

  test('an active run takes a place: with two of them one more may start', () => {
    const state = stateWith({ cursor, active: [active(run)] });
    const two = { pipeline: daily({ maxActiveRuns: 2 }) };
    expect(nextStep(outlookOn(state, two)).kind).toBe('start');
    expect(nextStep(outlookOn(state)).kind).toBe('wait');
  });
});

describe('tells the most telling reason', () => {
  const backfilling = active('r-00000002', { backfill: 'b' });
  test.each<[string, Partial<Outlook>, object]>([
    ['by hand only', byHand, { kind: 'by-hand' }],
    [
      'by hand, and somebody runs it',
      { ...byHand, state: stateWith({ active: [active(run)] }) },
      { kind: 'busy', runs: [run], most: 1 },
    ],
    ['by hand, beside a backfill', { ...byHand, state: stateWith({ active: [backfilling] }) }, { kind: 'by-hand' }],
    ['not due', { state: stateWith({ cursor: served }) }, { kind: 'not-due', next: day(3), served: { end: served } }],
    [
      'due, but busy',
      { state: stateWith({ cursor, active: [active(run), backfilling] }) },
      { kind: 'busy', runs: [run], most: 1 },
    ],
    [
      'not due, though busy',
      { state: stateWith({ cursor: served, active: [active(run)] }) },
      { kind: 'not-due', next: day(3), served: { end: served } },
    ],
    [
      'perhaps lost',
      { state: stateWith({ cursor, active: [active(run)] }), holders: { [run]: 'unknown' } },
      { kind: 'watching', runs: [run] },
    ],
  ])('%s', (_, more, why) => {
    expect(nextStep(outlookOn(stateWith(), more))).toEqual({ kind: 'wait', why });
  });
});
