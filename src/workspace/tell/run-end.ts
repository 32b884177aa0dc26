import type { Pipeline } from '../../model/pipeline.ts';
import type { RunDocument } from '../../run/document.ts';

/** A run that has ended, here or elsewhere. */
export interface RunEnd {
  readonly run: RunDocument;
  /** As it is at the run's commit. */
  readonly pipeline: Pipeline;
  /** Where its tasks worked, as an absolute path. */
  readonly root: string;
  /** Address of the job in which it ended; absent if that was an earlier one. */
  readonly job?: string;
}
