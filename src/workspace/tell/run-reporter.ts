import type { Pipeline } from '../../model/pipeline.ts';
import type { RunDocument } from '../../run/document.ts';

/**
 * Tells others than the one at the terminal how runs go. It never decides a run, throws nothing, and keeps nobody waiting before
 * `close`.
 */
export interface RunReporter {
  /** Whether it tells a forge: what it does not take is then told by a later process. */
  readonly isTelling: boolean;
  /** A run that this process has claimed and works on. */
  follow(run: FollowedRun): RunFollower;
}

export interface FollowedRun {
  readonly run: string;
  /** As it is at the run's commit. */
  readonly pipeline: Pipeline;
  /** Where its tasks work, as an absolute path. */
  readonly root: string;
  /** Median duration by task of earlier runs, in milliseconds. */
  readonly usualMs: Readonly<Record<string, number>>;
  /** As it begins, or goes on. */
  readonly opening: RunDocument;
  /** False once somebody else may have gone on with it: then it is theirs to tell. */
  readonly isOurs: () => boolean;
}

export interface RunFollower {
  /** Something of the run has changed; `document` says how far it has got, whenever it is asked. */
  moved(document: () => RunDocument): void;
  /** It has ended here, and its end is stored. */
  ended(document: RunDocument): void;
}
