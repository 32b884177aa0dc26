import { describe, expect, test } from 'vitest';
import type { Wake } from '../../src/model/lane.ts';
import { renderBilledMonth } from '../../src/report/command/workflow-text.ts';
import { createStyle } from '../../src/report/text/ansi-style.ts';
import { billedMonth } from '../../src/workflow/billed-month.ts';
import { wakeUps } from '../../src/workflow/wake-ups.ts';

const minuteMs = 60_000;
const from = Date.parse('2026-04-01T00:00Z');

interface Scheduled {
  readonly crons: readonly string[];
  readonly lane?: string;
}

function month(
  all: Readonly<Record<string, Scheduled>>,
  wake: Partial<Wake> = {},
  more: { readonly hasFinder?: boolean; readonly runMs?: Readonly<Record<string, number>> } = {},
) {
  const pipelines = Object.entries(all).map(([id, { crons, lane = 'default' }]) => ({
    id,
    lane,
    on: { schedule: crons.map((cron) => ({ cron, timezone: 'UTC' })), after: [] },
  }));
  const settings = { offPeak: false, extra: 0, leadMs: 0, ...wake };
  const woken = wakeUps(pipelines, settings);
  return billedMonth({ pipelines, woken, hasFinder: false, runMs: {}, from, leadMs: settings.leadMs, ...more });
}

describe('30 days', () => {
  test('of nothing cost nothing', () => {
    expect(month({})).toEqual({ wakeUps: 0, idle: 0, jobs: 0, minutes: 0, waiting: 0, unknown: [] });
  });

  test('of wake-ups for nothing cost a minute each', () => {
    expect(month({}, { extra: 4 })).toMatchObject({ wakeUps: 120, idle: 120, jobs: 120, minutes: 120 });
  });

  test('of one run a day cost what it takes, rounded up', () => {
    const daily = { daily: { crons: ['0 5 * * *'] } };
    expect(month(daily)).toMatchObject({ wakeUps: 30, idle: 0, minutes: 30, unknown: ['daily'] });
    const known = { runMs: { daily: 3.2 * minuteMs } };
    expect(month(daily, {}, known)).toMatchObject({ wakeUps: 30, jobs: 30, minutes: 120, unknown: [] });
  });

  test('count the job that finds out what is due, and one for each lane with work', () => {
    const all = { a: { crons: ['0 5 * * *'] }, b: { crons: ['0 5 * * *', '0 6 * * *'], lane: 'dbt' } };
    const runMs = { a: 90_000, b: 30_000 };
    expect(month(all, { extra: 1 }, { hasFinder: true, runMs })).toMatchObject({
      wakeUps: 90,
      idle: 30,
      jobs: 90 + 90,
      minutes: 90 + 30 * 2 + 60,
    });
  });

  test('count the wait of a lead', () => {
    const led = month({ daily: { crons: ['0 5 * * *'] } }, { leadMs: 15 * minuteMs });
    expect(led).toMatchObject({ wakeUps: 60, idle: 30, jobs: 60, minutes: 30 * 15 + 30, waiting: 450 });
  });

  test('of very many runs are one day, thirty times', () => {
    const all = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`p${index}`, { crons: ['* * * * *'] }]));
    expect(month(all)).toMatchObject({ wakeUps: 288 * 30, idle: 0, minutes: 288 * 30 });
  });
});

test('people are told what a month costs, and what could be better', () => {
  const pipelines = [
    { id: 'daily', lane: 'default', on: { schedule: [{ cron: '0 5 * * *', timezone: 'UTC' }], after: [] } },
  ];
  const woken = wakeUps(pipelines, { offPeak: false, extra: 4, leadMs: 600_000 });
  const request = { pipelines, woken, hasFinder: false, leadMs: 600_000, from };
  const text = (runMs: Readonly<Record<string, number>>) =>
    renderBilledMonth(billedMonth({ ...request, runMs }), woken, createStyle(false)).join('\n');
  expect(text({})).toMatchInlineSnapshot(`
    "30 days have 180 wake-ups; at 150 of them nothing is due.
    They bill at least 450 minutes, 300 of them to wait for the minute (wake.lead): 180 jobs, each rounded up to a minute by GitHub.
    Runs of daily come on top: how long they take is not known.
    Set-up steps come on top too. What is billed at all: https://docs.github.com/en/billing/concepts/product-billing/github-actions
    At full hours GitHub is often late, or drops wake-ups. To leave them, in .github/segue.yml: wake: { off-peak: true }"
  `);
  expect(
    text({ daily: 4.5 * minuteMs })
      .split('\n')
      .slice(0, 2),
  ).toMatchInlineSnapshot(`
    [
      "30 days have 180 wake-ups; at 150 of them nothing is due.",
      "They bill about 600 minutes, 300 of them to wait for the minute (wake.lead): 180 jobs, each rounded up to a minute by GitHub.",
    ]
  `);
});
