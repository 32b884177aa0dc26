import type { ArtifactFile, Cancellation, Instant, LogSize, Outcome, ProcessGroup, TaskRecord } from './document.ts';
import type { SlotNeed } from './slots.ts';
import type { RunStateName } from './states.ts';

/** What happens to a run. The only input of `transition`; it carries its own time. */
export type EngineEvent =
  | { readonly type: 'begin'; readonly at: Instant }
  | { readonly type: 'attempt-started'; readonly task: string; readonly attempt: number; readonly group: ProcessGroup }
  | {
      readonly type: 'attempt-finished';
      readonly task: string;
      readonly attempt: number;
      readonly at: Instant;
      readonly outcome: Outcome;
      readonly outputs?: Readonly<Record<string, string>>;
      readonly artifacts?: readonly ArtifactFile[] | 'none';
      readonly log?: LogSize;
    }
  | { readonly type: 'retry-due'; readonly task: string; readonly at: Instant }
  /** Of a pool that processes share: so many slots are this run's now. */
  | { readonly type: 'slots-granted'; readonly pool: string; readonly count: number; readonly at: Instant }
  /** A state with so many ends is where another machine finds it. */
  | { readonly type: 'stored'; readonly ends: number; readonly at: Instant }
  /** The job has no time left. */
  | { readonly type: 'time-over'; readonly at: Instant }
  | { readonly type: 'cancel'; readonly at: Instant; readonly cancellation: Cancellation; readonly force?: boolean };

/** What a driver must do, in this order. Records come before whatever builds on them. */
export type Effect =
  /** Make the record durable against the death of this process before any later effect. */
  | { readonly type: 'record'; readonly task: string; readonly record: TaskRecord }
  | { readonly type: 'start'; readonly task: string; readonly attempt: number }
  /** Call back with `retry-due` at this time. */
  | { readonly type: 'wait'; readonly task: string; readonly until: Instant }
  | { readonly type: 'forget-wait'; readonly task: string }
  /** Ask the attempt's process group to end (`term`, then the driver's grace, then `kill`) or end it (`kill`). */
  | { readonly type: 'stop'; readonly task: string; readonly attempt: number; readonly how: 'term' | 'kill' }
  /** What the run has a use for of a pool that processes share: ask for slots, or give back what is above `wanted`. */
  | ({ readonly type: 'need-slots'; readonly pool: string; readonly slots: number } & SlotNeed)
  /** Have the state of this moment where another machine finds it, then call back with `stored`. */
  | { readonly type: 'store'; readonly ends: number }
  | { readonly type: 'finish'; readonly state: RunStateName };
