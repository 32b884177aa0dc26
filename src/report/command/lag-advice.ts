import type { Wake } from '../../model/lane.ts';
import { limits } from '../../model/limits.ts';
import { type LateStart, lagOf, spreadOf } from './lag.ts';

/** What can be done about late starts, each with the numbers that it follows from. */
export type LagAdvice =
  /** Too few to tell a bad day from a bad clock. */
  | { readonly kind: 'few'; readonly count: number; readonly needed: number }
  | { readonly kind: 'punctual'; readonly p95Ms: number }
  /** Some are late, and none of the advice below would have made much of that up. */
  | { readonly kind: 'no-pattern'; readonly p95Ms: number }
  /** Starts that are due at a full hour are later than others; or, without others to compare, late. */
  | { readonly kind: 'off-peak'; readonly peakMs: number; readonly otherMs?: number; readonly count: number }
  /** Of all starts that were woken, so many of a hundred would have been on time with that lead. */
  | {
      readonly kind: 'lead';
      readonly leadMs: number;
      readonly onTime: number;
      readonly now: number;
      readonly minutes: number;
    }
  | {
      readonly kind: 'extra';
      readonly extra: number;
      readonly everyMs: number;
      readonly p95Ms: number;
      readonly minutes: number;
    }
  | { readonly kind: 'clock'; readonly p95Ms: number; readonly minutes: number }
  /** What is not woken by GitHub. */
  | { readonly kind: 'wake-more-often'; readonly p95Ms: number }
  | { readonly kind: 'busy'; readonly pipeline: string; readonly p95Ms: number; readonly maxActiveRuns: number }
  | { readonly kind: 'place'; readonly p95Ms: number; readonly maxParallelRuns: number };

export interface LagFacts {
  readonly starts: readonly LateStart[];
  /** By pipeline. */
  readonly maxActiveRuns: Readonly<Record<string, number>>;
  readonly maxParallelRuns: number;
  /** How GitHub's clock is asked to wake; absent where it does not wake this environment. */
  readonly github?: GithubClock;
}

export interface GithubClock {
  readonly wake: Wake;
  /** Minutes that 30 days bill with other settings, less those of today's. */
  readonly moreMinutes: (wake: Wake) => number;
  /** Wake-ups of 30 days at which something is due. */
  readonly working: number;
}

const minuteMs = 60_000;
/** With fewer one bad night decides. */
const needed = 10;
/** Less than that is what a start takes, and no advice makes it less. */
const lateMs = 5 * minuteMs;
/** As late as this counts as on time. */
const punctualMs = minuteMs;
/** What `off-peak` itself may cost. */
const offPeakMs = 9 * minuteMs;
const hoursLateMs = 60 * minuteMs;
const leads = [5, 10, 15, 20, 30, 45, 60]
  .map((minutes) => minutes * minuteMs)
  .filter((ms) => ms <= limits.longestLeadMs);
const extras = [8, 12, 24, 48, 96].filter((count) => count <= limits.extraWakeUps);

/** What the numbers carry, and nothing else: what does most comes first. */
export function adviceOn(facts: LagFacts): readonly LagAdvice[] {
  const { starts, github } = facts;
  if (starts.length < needed) return [{ kind: 'few', count: starts.length, needed }];
  const p95Ms = spreadOf(starts.map((start) => start.lateMs)).p95Ms;
  const found = [
    ...(github === undefined ? ownClock(starts) : githubClock(starts, github)),
    ...busy(facts),
    ...place(facts),
  ];
  if (found.length > 0) return found;
  return [{ kind: p95Ms < lateMs ? 'punctual' : 'no-pattern', p95Ms }];
}

function ownClock(starts: readonly LateStart[]): readonly LagAdvice[] {
  const { p95Ms } = spreadOf(starts.map(({ wakeMs }) => wakeMs));
  return p95Ms < lateMs ? [] : [{ kind: 'wake-more-often', p95Ms }];
}

function githubClock(starts: readonly LateStart[], github: GithubClock): readonly LagAdvice[] {
  const { p95Ms } = spreadOf(starts.map(({ wakeMs }) => wakeMs));
  if (p95Ms < lateMs) return [];
  const late = p95Ms >= hoursLateMs;
  return [
    ...offPeak(starts, github),
    ...lead(starts, github),
    ...(late ? extra(p95Ms, github) : []),
    ...(late ? [{ kind: 'clock', p95Ms, minutes: github.working } as const] : []),
  ];
}

/** Costs minutes of the day and none of the bill, so it must be worth that. */
function offPeak(starts: readonly LateStart[], { wake }: GithubClock): readonly LagAdvice[] {
  if (wake.offPeak) return [];
  const isPeak = ({ dueAt }: LateStart) => dueAt % (60 * minuteMs) === 0;
  const [peak, others] = [starts.filter(isPeak), starts.filter((start) => !isPeak(start))];
  if (peak.length < needed) return [];
  const peakMs = spreadOf(peak.map(({ wakeMs }) => wakeMs)).p50Ms;
  const otherMs = others.length < needed ? undefined : spreadOf(others.map(({ wakeMs }) => wakeMs)).p50Ms;
  if (peakMs - (otherMs ?? 0) <= offPeakMs) return [];
  return [{ kind: 'off-peak', peakMs, count: peak.length, ...(otherMs === undefined ? {} : { otherMs }) }];
}

/** The shortest one that has nine of ten on time; else the longest, if it has at least half of them. */
function lead(starts: readonly LateStart[], { wake, moreMinutes }: GithubClock): readonly LagAdvice[] {
  const shareAt = (more: number) => share(starts, ({ wakeMs }) => wakeMs - more <= punctualMs);
  const now = shareAt(0);
  const longer = leads.filter((ms) => ms > wake.leadMs);
  const leadMs = longer.find((ms) => shareAt(ms - wake.leadMs) >= 90) ?? longer.at(-1);
  if (leadMs === undefined) return [];
  const onTime = shareAt(leadMs - wake.leadMs);
  if (now >= 90 || onTime < 50 || onTime - now < 20) return [];
  return [{ kind: 'lead', leadMs, onTime, now, minutes: moreMinutes({ ...wake, leadMs }) }];
}

/** As many as would have halved the wait for the next wake-up. */
function extra(p95Ms: number, { wake, moreMinutes }: GithubClock): readonly LagAdvice[] {
  const dayMs = 24 * 60 * minuteMs;
  const count = extras.find((each) => each > wake.extra && dayMs / each <= p95Ms / 2);
  if (count === undefined) return [];
  return [
    { kind: 'extra', extra: count, everyMs: dayMs / count, p95Ms, minutes: moreMinutes({ ...wake, extra: count }) },
  ];
}

function busy({ starts, maxActiveRuns }: LagFacts): readonly LagAdvice[] {
  const pipelines = [...new Set(starts.map(({ pipeline }) => pipeline))].sort();
  return pipelines.flatMap((pipeline) => {
    const lag = lagOf(starts.filter((start) => start.pipeline === pipeline));
    if (lag === undefined || lag.count < needed || lag.busy.p95Ms < lateMs) return [];
    return [{ kind: 'busy', pipeline, p95Ms: lag.busy.p95Ms, maxActiveRuns: maxActiveRuns[pipeline] ?? 1 } as const];
  });
}

function place({ starts, maxParallelRuns }: LagFacts): readonly LagAdvice[] {
  const { p95Ms } = spreadOf(starts.map(({ placeMs }) => placeMs));
  return p95Ms < lateMs ? [] : [{ kind: 'place', p95Ms, maxParallelRuns }];
}

/** Of a hundred. */
function share(starts: readonly LateStart[], fits: (start: LateStart) => boolean): number {
  return Math.floor((starts.filter(fits).length * 100) / starts.length);
}
