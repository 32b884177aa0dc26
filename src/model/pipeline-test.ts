import type { ParamValue, Pipeline } from './pipeline.ts';

/** A `*.test.yml` file, normalised: what a pipeline shall do where its tasks answer as the cases say. Plain, frozen JSON. */
export interface PipelineTest {
  /** Path of the file from the repository's root, with `/`. */
  readonly file: string;
  /** Id of the pipeline. */
  readonly pipeline: string;
  /** In the order of the file; the position is part of a case's place in it. */
  readonly cases: readonly TestCase[];
  readonly schedule: readonly ScheduleExpectation[];
}

/** One run in virtual time, and what is expected of it. */
export interface TestCase {
  readonly name: string;
  /** A task that starts without an answer is a failure of the case. */
  readonly strict: boolean;
  /** Absent where the file says nothing: see `triggerOf`. */
  readonly trigger?: TestTrigger;
  /** As `segue run --interval` takes it. */
  readonly interval?: string;
  /** When the run starts: a day or an instant, as `dates.ts` has them. */
  readonly at?: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  /** Above those of the environment. */
  readonly vars: Readonly<Record<string, string>>;
  readonly environment: string;
  /** Tasks that run at once. */
  readonly jobs: number;
  readonly failFast: boolean;
  /** Jitter is drawn from it. */
  readonly seed: number;
  /** By task or instance (`load[3]`), an answer for each attempt; the last one holds for all that follow. */
  readonly answers: Readonly<Record<string, readonly TestAnswer[]>>;
  readonly expect: CaseExpectation;
}

export interface TestAnswer {
  readonly state: AnswerState;
  /** Of a failed one. */
  readonly exitCode: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly durationMs: number;
}

/** What is absent is not expected. */
export interface CaseExpectation {
  readonly state?: ExpectedRunState;
  /** By task or instance. */
  readonly tasks: Readonly<Record<string, TaskExpectation>>;
  /** The tasks that have an attempt, these and no others. */
  readonly starts?: readonly string[];
  /** Chains: each begins when the one before it has ended. */
  readonly order: readonly (readonly string[])[];
  readonly duration?: ExpectedSpan;
  readonly deadline?: 'met' | 'missed';
  /** Parts of the titles of what people are told, one each; these and no others. */
  readonly alerts?: readonly string[];
}

export interface TaskExpectation {
  readonly state?: ExpectedTaskState;
  readonly attempts?: number;
  /** Part of why it has its state. */
  readonly reason?: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Milliseconds; with both the same exactly that. */
export interface ExpectedSpan {
  readonly atLeastMs?: number;
  readonly atMostMs?: number;
}

/** The schedule's next fires after a time are these, in this order. */
export interface ScheduleExpectation {
  /** As `dates.ts` has them. */
  readonly after: string;
  readonly fires: readonly string[];
}

export const testTriggers = ['manual', 'schedule', 'event', 'backfill'] as const;
export type TestTrigger = (typeof testTriggers)[number];

export const answerStates = ['success', 'failed', 'timeout'] as const;
export type AnswerState = (typeof answerStates)[number];

export const expectedTaskStates = ['success', 'failed', 'skipped', 'upstream_failed', 'cancelled'] as const;
export type ExpectedTaskState = (typeof expectedTaskStates)[number];

export const expectedRunStates = ['success', 'failed', 'cancelled'] as const;
export type ExpectedRunState = (typeof expectedRunStates)[number];

/** What holds where a case says nothing. */
export const testDefaults = { environment: 'local', jobs: 4, seed: 0, at: '2026-01-01' } as const;

const ending = /\.test\.ya?ml$/;

/** True for the name or path of a test's file. */
export function isTestFile(file: string): boolean {
  return ending.test(file);
}

/** The task of an instance: `load` of `load[3]`; of a task itself. */
export function taskOfInstance(id: string): string {
  return id.replace(/\[\d+\]$/, '');
}

/** What starts the run of a case: an interval of a schedule is served by that, everything else by hand. */
export function triggerOf({ trigger, interval }: TestCase, { on }: Pick<Pipeline, 'on'>): TestTrigger {
  return trigger ?? (interval === undefined || on.schedule.length === 0 ? 'manual' : 'schedule');
}
