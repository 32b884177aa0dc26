import type { Instant, Interval, RunDocument } from '../run/document.ts';
import type { Cause, MemberFacts } from './incident.ts';

/** Something that happened in one environment. */
export type Observation =
  | EndedRun
  /** The deadline of a run has passed, whether it goes on, or has not begun at all. */
  | (OfPipeline & { readonly kind: 'deadline-missed'; readonly run?: string; readonly deadline: Instant })
  /** An interval is due for longer than can be explained. `at`: since when that is too long. */
  | (OfPipeline & { readonly kind: 'unserved'; readonly interval: Interval; readonly at: Instant })
  /** `pipeline` does not wait for `upstream` any more. */
  | { readonly kind: 'upstream-recovered'; readonly pipeline: string; readonly upstream: string };

/** Also one that ended before: the same end may be told twice, by two machines, and late. */
export interface EndedRun {
  readonly kind: 'run-ended';
  readonly run: RunDocument;
  /** Read after the run's end: `lastGreen` may be newer than the run, which then is no news. */
  readonly facts: MemberFacts;
  /** Of a backfill's run: the backfill's id. */
  readonly backfill?: string;
  /** By task, where its log names a line of the repository. */
  readonly traces?: Readonly<Record<string, NonNullable<Cause['trace']>>>;
}

interface OfPipeline {
  readonly pipeline: string;
  readonly facts: MemberFacts;
}
