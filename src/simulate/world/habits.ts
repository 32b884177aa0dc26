import type { Pipeline } from '../../model/pipeline.ts';
import type { TaskDurations } from '../../run/ports.ts';

/** How a task usually goes, by earlier runs or by what was given. */
export interface TaskHabit {
  readonly medianMs: number;
  /** What 19 of 20 attempts do not exceed. */
  readonly p95Ms: number;
  /** How long an attempt takes that is longer than this share of all, in milliseconds. */
  readonly durationMs: (share: number) => number;
  /** Share of attempts that fail; absent where nobody knows. */
  readonly failureRate?: number;
  /** What it handed on when it last succeeded. */
  readonly outputs?: Readonly<Record<string, string>>;
}

/** What is known of a task, by the ids of its pipeline and its own. */
export type Habits = (pipeline: string, task: string) => TaskHabit | undefined;

/** What an attempt of a task takes of which nothing is known. */
export const assumedMs = 60_000;

export const assumedHabit: TaskHabit = { medianMs: assumedMs, p95Ms: assumedMs, durationMs: () => assumedMs };

/** Durations that were measured, in milliseconds: each is as likely as it was frequent. There must be one. */
export function measuredHabit(recentMs: readonly number[]): TaskHabit {
  const sorted = recentMs.toSorted((a, b) => a - b);
  const durationMs = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? assumedMs;
  const p95Ms = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? assumedMs;
  return { medianMs: medianOf(sorted), p95Ms, durationMs };
}

/** Of the log-normal distribution that has this median and this p95. */
export function spreadHabit(medianMs: number, p95Ms: number): TaskHabit {
  const [middle, far] = [Math.max(1, medianMs), Math.max(1, medianMs, p95Ms)];
  const sigma = Math.log(far / middle) / normalQuantile(0.95);
  const durationMs = (share: number) => Math.round(middle * Math.exp(sigma * normalQuantile(clamped(share))));
  return { medianMs: middle, p95Ms: far, durationMs };
}

function medianOf(sorted: readonly number[]): number {
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[sorted.length / 2 - 1] ?? upper) + upper) / 2;
}

/** Draws from the utmost ends would be longer than anything that anybody measured. */
function clamped(share: number): number {
  return Math.min(0.995, Math.max(0.005, share));
}

/** Of the normal distribution, to three digits: Abramowitz and Stegun, 26.2.23. */
function normalQuantile(share: number): number {
  const tail = Math.min(share, 1 - share);
  const t = Math.sqrt(-2 * Math.log(tail));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return Math.sign(share - 0.5) * (t - above / below);
}

/** What a plan is told of earlier runs of a pipeline's tasks. */
export function durationsOf({ id, tasks }: Pipeline, habits: Habits): TaskDurations {
  const known = tasks.flatMap((task) => {
    const habit = habits(id, task.id);
    return habit === undefined ? [] : [[task.id, { recentMs: [habit.p95Ms] }] as const];
  });
  return Object.fromEntries(known);
}
