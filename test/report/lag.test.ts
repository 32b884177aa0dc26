import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type LateStart, lagOf, lateStarts, spreadOf } from '../../src/report/command/lag.ts';
import { adviceOn, type GithubClock, type LagFacts } from '../../src/report/command/lag-advice.ts';
import { renderLag } from '../../src/report/command/lag-text.ts';
import { createStyle } from '../../src/report/text/ansi-style.ts';
import type { RunSummary } from '../../src/run/ports.ts';
import { root } from '../architecture/source-files.ts';
import fc from '../support/seeded-fast-check.ts';

const minute = 60_000;
const hour = 60 * minute;
const five = Date.parse('2026-03-02T05:00:00.000Z');

function summary(run: string, dueAt: number, startMs: number, wakeMs: number): RunSummary {
  const interval = { start: new Date(dueAt - 24 * hour).toISOString(), end: new Date(dueAt).toISOString() };
  const createdAt = new Date(dueAt + startMs).toISOString();
  return { run, state: 'success', createdAt, interval, generation: 0, late: { startMs, wakeMs } };
}

/** So many starts, due every hour or a quarter past it; each is late by one of these, in turn. */
function starts(count: number, lateMinutes: readonly number[], more: Partial<LateStart> = {}, past = 0): LateStart[] {
  return Array.from({ length: count }, (_, index) => {
    const wakeMs = (lateMinutes[index % lateMinutes.length] ?? 0) * minute;
    const dueAt = five + index * hour + past * minute;
    return { pipeline: 'daily', dueAt, lateMs: wakeMs, wakeMs, busyMs: 0, placeMs: 0, ...more };
  });
}

const github: GithubClock = {
  wake: { offPeak: false, extra: 4, leadMs: 0 },
  moreMinutes: ({ leadMs, extra }) => leadMs / minute + extra * 30,
  working: 30,
};

function advise(all: readonly LateStart[], more: Partial<LagFacts> = { github }): readonly string[] {
  return adviceOn({ starts: all, maxActiveRuns: {}, maxParallelRuns: 4, ...more }).map(({ kind }) => kind);
}

describe('what a late start waited for', () => {
  test('is its wake-up, runs of its own, a place', () => {
    const one = summary('r-1', five, 30 * minute, 20 * minute);
    const [start] = lateStarts('daily', [one], 1, () => [{ from: five - hour, to: five + 5 * minute }]);
    expect(start).toEqual({
      pipeline: 'daily',
      dueAt: five,
      lateMs: 30 * minute,
      wakeMs: 15 * minute,
      busyMs: 5 * minute,
      placeMs: 10 * minute,
    });
  });

  test('of a backlog is the wake-up, and then the runs before it', () => {
    const two = summary('r-2', five + hour, 9 * hour, 8 * hour);
    const before = { from: five + 9 * hour, to: five + 10 * hour };
    const [start] = lateStarts('daily', [two], 1, () => [before]);
    expect(start).toMatchObject({ wakeMs: 8 * hour, busyMs: hour, placeMs: 0 });
  });

  test('adds up, whatever else went on', () => {
    const span = fc.tuple(fc.integer({ min: -500, max: 500 }), fc.nat(500));
    const late = fc.tuple(fc.nat(600), fc.nat(600));
    fc.assert(
      fc.property(late, fc.array(span), fc.integer({ min: 1, max: 3 }), ([startMs, wakeMs], spans, most) => {
        const one = summary('r-1', five, startMs, Math.min(startMs, wakeMs));
        const others = spans.map(([from, length]) => ({ from: five + from, to: five + from + length }));
        const [start] = lateStarts('daily', [one], most, () => others);
        const parts = [start?.wakeMs ?? -1, start?.busyMs ?? -1, start?.placeMs ?? -1];
        expect(parts.every((part) => part >= 0)).toBe(true);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(startMs);
      }),
    );
  });

  test('is not asked of runs that no schedule started', () => {
    const { late: _, ...manual } = summary('r-1', five, 1, 1);
    expect(lateStarts('daily', [manual], 1, () => [])).toEqual([]);
    expect(lagOf([])).toBeUndefined();
  });
});

test('half, and nineteen of twenty, are at most what was measured so', () => {
  expect(spreadOf(Array.from({ length: 20 }, (_, index) => 20 - index))).toEqual({ p50Ms: 10, p95Ms: 19, maxMs: 20 });
  expect(spreadOf([7])).toEqual({ p50Ms: 7, p95Ms: 7, maxMs: 7 });
});

describe('advice', () => {
  test('needs enough runs', () => {
    expect(advise(starts(9, [90]))).toEqual(['few']);
    expect(advise([])).toEqual(['few']);
  });

  test('is none where nothing is late', () => {
    expect(advise(starts(40, [0, 1, 2, 4]))).toEqual(['punctual']);
  });

  test('is a lead where most are a little late; the shortest one that helps', () => {
    const found = adviceOn({
      starts: starts(40, [4, 9, 12, 13], {}, 17),
      maxActiveRuns: {},
      maxParallelRuns: 4,
      github,
    });
    expect(found).toEqual([{ kind: 'lead', leadMs: 15 * minute, onTime: 100, now: 0, minutes: 135 }]);
  });

  test('is no lead where it would have helped few', () => {
    expect(advise(starts(40, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20], {}, 17))).toEqual(['no-pattern']);
    expect(advise(starts(40, [200, 300], {}, 17))).not.toContain('lead');
  });

  test('counts the lead that there is', () => {
    const wake = { ...github.wake, leadMs: 15 * minute };
    const [found] = adviceOn({
      ...{ starts: starts(40, [4, 9], {}, 17), maxActiveRuns: {}, maxParallelRuns: 4 },
      github: { ...github, wake },
    });
    expect(found).toMatchObject({ kind: 'lead', leadMs: 30 * minute, now: 0, onTime: 100 });
  });

  test('is off-peak where full hours are the late ones, by more than it costs', () => {
    const others = starts(20, [2, 3], {}, 17);
    expect(advise([...starts(20, [25]), ...others])[0]).toBe('off-peak');
    expect(advise([...starts(20, [8]), ...others])).not.toContain('off-peak');
    const offPeak = { ...github, wake: { ...github.wake, offPeak: true } };
    expect(advise([...starts(20, [25]), ...others], { github: offPeak })).not.toContain('off-peak');
    // All are late alike: it is not the hour.
    expect(advise([...starts(20, [25]), ...starts(20, [25], {}, 17)])).not.toContain('off-peak');
  });

  test('is more wake-ups and a clock of one’s own where it is hours', () => {
    expect(advise(starts(40, [0, 240], {}, 17))).toEqual(['extra', 'clock']);
    expect(
      advise(starts(40, [0, 240], {}, 17), { github: { ...github, wake: { ...github.wake, extra: 96 } } }),
    ).toEqual(['clock']);
  });

  test('is not about GitHub where that does not wake', () => {
    expect(advise(starts(40, [0, 240]), {})).toEqual(['wake-more-often']);
  });

  test('names the pipeline that waits for itself, and says so of places', () => {
    const busy = starts(20, [0], { lateMs: hour, busyMs: hour });
    const placed = starts(40, [0], { pipeline: 'other', lateMs: 9 * minute, placeMs: 9 * minute });
    const found = adviceOn({ starts: [...busy, ...placed], maxActiveRuns: { daily: 2 }, maxParallelRuns: 4, github });
    expect(found).toEqual([
      { kind: 'busy', pipeline: 'daily', p95Ms: hour, maxActiveRuns: 2 },
      { kind: 'place', p95Ms: 9 * minute, maxParallelRuns: 4 },
    ]);
  });
});

test('all of it, as people read it', async () => {
  const daily = starts(120, [...Array.from({ length: 12 }, () => 25), 190, 12, 18], {
    pipeline: 'finance/daily-close',
  });
  const hourly = starts(60, [3, 2, 8], { pipeline: 'hourly' }, 17);
  const busy = starts(
    20,
    [0],
    { pipeline: 'long', lateMs: 70 * minute, busyMs: 50 * minute, placeMs: 20 * minute },
    23,
  );
  const one = starts(1, [0], { pipeline: 'new' }, 5);
  const lags = [daily, hourly, busy, one].flatMap((each) => lagOf(each) ?? []);
  const look = { style: createStyle(false), width: 120 };
  const shown = (all: readonly LateStart[], more: Partial<LagFacts>) =>
    adviceOn({ starts: all, maxActiveRuns: { long: 1 }, maxParallelRuns: 4, ...more });
  const pages = [
    renderLag(lags, shown([...daily, ...hourly, ...busy, ...one], { github }), look),
    renderLag(lags.slice(0, 1), shown(daily, {}), look),
    renderLag(lags.slice(1, 2), shown(starts(20, [1]), { github }), look),
    renderLag(lags.slice(3), shown(one, { github }), look),
    renderLag([], [], look),
  ];
  await expect(`${pages.map((lines) => lines.join('\n')).join('\n\n---\n\n')}\n`).toMatchFileSnapshot('golden/lag.txt');
});

test('docs/workflow.md shows what is printed', () => {
  const nightly = [1, 12, 9, 14, 11, 25, 12, 19, 8, 13, 12, 17, 22, 12, 10, 15, 12, 18, 24, 190];
  const all = [
    ...starts(120, nightly, { pipeline: 'finance/daily-close' }, 17),
    ...starts(60, [3, 2, 8], { pipeline: 'hourly' }, 17),
  ];
  const lags = ['finance/daily-close', 'hourly'].flatMap(
    (id) => lagOf(all.filter(({ pipeline }) => pipeline === id)) ?? [],
  );
  const advice = adviceOn({ starts: all, maxActiveRuns: {}, maxParallelRuns: 4, github });
  const lines = renderLag(lags, advice, { style: createStyle(false), width: 200 });
  expect(readFileSync(join(root, 'docs/workflow.md'), 'utf8')).toContain(`$ segue status --lag\n${lines.join('\n')}\n`);
});
