import type { Instant, Interval, RunDocument } from '../run/document.ts';
import type { Cause, MemberFacts } from './incident.ts';

/** Something that happened in one environment, or was seen there. */
export type Observation =
  | EndedRun
  /** The deadline of a run has passed, whether it goes on, or has not begun at all. */
  | DeadlineMissed
  | Looked
  /** `pipeline` does not wait for `upstream` any more. */
  | { readonly kind: 'upstream-recovered'; readonly pipeline: string; readonly upstream: string };

/** Also one that ended before: the same end may be told twice, by two machines, and late. */
export interface EndedRun {
  readonly kind: 'run-ended';
  readonly run: RunDocument;
  /** Read after the run's end: `lastGreen` may be newer than the run, which then is no news. */
  readonly facts: MemberFacts;
  /** Ids that the pipeline had before, and that no other has now. */
  readonly formerIds?: readonly string[];
  /** Address of the job in which it ended, where that is known. */
  readonly job?: string;
  /** By task, where its log names a line of the repository. */
  readonly traces?: Readonly<Record<string, NonNullable<Cause['trace']>>>;
}

export interface DeadlineMissed extends OfPipeline {
  readonly kind: 'deadline-missed';
  readonly run?: string;
  readonly deadline: Instant;
  /** When that was seen; at once, if it is absent. */
  readonly seen?: Instant;
}

/** Somebody who could have worked has looked, and this stands still all the same. */
export interface Looked {
  readonly kind: 'looked';
  readonly at: Instant;
  /** Pipelines that were looked at. */
  readonly pipelines: readonly string[];
  readonly stalled: readonly Stalled[];
  /** Runs of theirs of which nobody knows yet whether somebody works on them. */
  readonly unjudged: readonly string[];
}

/** What nobody goes on with: a run that is to start, or one whose holder is gone. */
export interface Stalled extends OfPipeline {
  /** Of what nobody works on; absent if it has not begun. */
  readonly run?: string;
  /** When it was to start; of a run, when it was claimed. */
  readonly due: Instant;
  readonly interval?: Interval;
}

interface OfPipeline {
  readonly pipeline: string;
  readonly facts: MemberFacts;
}
