import type { AlertMessage } from '../../incident/alert-message.ts';
import type { Incident } from '../../incident/incident.ts';
import type { Instant, RunDocument } from '../../run/document.ts';
import type { Plan } from '../../run/plan.ts';

/** What is seen of a world while it is played. */
export type WorldEvent =
  | {
      readonly kind: 'run-ended';
      readonly document: RunDocument;
      readonly plan: Plan;
    }
  /** An attempt was ready before it started. */
  | {
      readonly kind: 'waited';
      readonly pipeline: string;
      /** Of a run of a backfill: its id. */
      readonly backfill?: string;
      readonly task: string;
      /** Absent: as many of its run as may at once went on. */
      readonly pool?: string;
      readonly ms: number;
      /** Pipelines, or `backfill ID`, whose runs had slots of the pool meanwhile. */
      readonly behind: readonly string[];
    }
  /** Somebody has started the run that stands at this place of `Intents.runs`, or was refused. */
  | { readonly kind: 'asked'; readonly place: number; readonly run?: string }
  | { readonly kind: 'passed-over'; readonly pipeline: string; readonly count: number }
  | { readonly kind: 'taken-over'; readonly pipeline: string }
  /** What it bills, and for how long runs of each pipeline went on in it, in milliseconds. */
  | { readonly kind: 'job-ended'; readonly minutes: number; readonly runs: ReadonlyMap<string, number> }
  | { readonly kind: 'wake-up'; readonly came: 'in time' | 'late' | 'never'; readonly isIdle: boolean }
  | { readonly kind: 'alerted'; readonly at: Instant; readonly message: AlertMessage }
  /** Somebody would be told by the forge; an incident that comes back counts again. */
  | { readonly kind: 'incident'; readonly at: Instant; readonly incident: Incident }
  /** The world is over, and this had a deadline in it and has not ended, or not even begun. */
  | { readonly kind: 'unfinished'; readonly pipeline: string; readonly deadline: Instant }
  /** The world is over, and this was due in it and has not begun. */
  | { readonly kind: 'unserved'; readonly pipeline: string };

export type WorldListener = (event: WorldEvent) => void;
