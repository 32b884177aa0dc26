import { longestAttemptMs } from '../model/max-runtime.ts';
import type { Task } from '../model/pipeline.ts';
import type { Attempt, Instant } from './document.ts';
import { longestDurations } from './durations.ts';
import type { TaskDurations } from './ports.ts';

/** How long the job that works on a run lives: what may not finish in it is left to the next one. */
export interface JobTime {
  /** From then on nothing goes on here. */
  readonly endsAt: Instant;
  /** What a fresh job has, in milliseconds: `max-runtime`. */
  readonly wholeMs: number;
}

/** What is known of a task before it starts. */
export interface KnownTask {
  readonly task: Pick<Task, 'timeoutMs'>;
  /** Milliseconds that nearly all of its earlier successes did not exceed. */
  readonly longestMs?: number;
}

/** Of a job's time a task is thought to need of which nothing is known but a timeout. */
const unknownShare = 0.25;
/** Of what a task took before. */
const margin = 1.25;

/** Milliseconds after which an attempt is ended: its timeout, and no more than a job has. */
export function attemptMs({ timeoutMs }: Pick<Task, 'timeoutMs'>, time: JobTime | undefined): number {
  return time === undefined ? timeoutMs : Math.min(timeoutMs, longestAttemptMs(time.wholeMs));
}

/**
 * Milliseconds that an attempt must have before the end of its job. Never more than it may take, so that each task can start at the
 * beginning of a job; and more than one took that a job's end has cut off, so that it cannot be cut off over and over.
 */
export function neededMs({ task, longestMs }: KnownTask, attempts: readonly Attempt[], time: JobTime): number {
  const usual = longestMs === undefined ? time.wholeMs * unknownShare : longestMs * margin;
  const cutOff = Math.max(0, ...attempts.filter(({ state }) => state === 'cancelled').map(lengthOf));
  return Math.min(attemptMs(task, time), Math.max(usual, cutOff * margin));
}

/** Whether an attempt that begins at that instant may finish. */
export function mayFinish(begin: number, needed: number, { endsAt }: JobTime): boolean {
  return begin < Date.parse(endsAt) && begin + needed <= Date.parse(endsAt);
}

/** The least that one of the tasks needs with which a run begins. */
export function leastNeeded(tasks: readonly Task[], known: TaskDurations, time: JobTime): number {
  const longest = longestDurations(known);
  const first = tasks.filter(({ needs }) => needs.length === 0);
  const all = first.map((task) => neededMs({ task, ...knownOf(longest[task.id]) }, [], time));
  return Math.min(...all, time.wholeMs);
}

function knownOf(longestMs: number | undefined): Pick<KnownTask, 'longestMs'> {
  return longestMs === undefined ? {} : { longestMs };
}

function lengthOf({ startedAt, finishedAt = startedAt }: Attempt): number {
  return Date.parse(finishedAt) - Date.parse(startedAt);
}
