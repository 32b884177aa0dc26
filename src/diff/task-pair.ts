import type { Task } from '../model/pipeline.ts';
import type { TaskPlace } from './cause.ts';
import type { DifferingFiles } from './differing-files.ts';

/** A task and where it stands on both sides. */
export interface TaskPair {
  readonly before: Task;
  readonly after: Task;
  readonly old: TaskPlace;
  readonly now: TaskPlace;
  /** New ids of tasks of the pipeline by their old ones. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly files: DifferingFiles;
  /** Names of variables that hold secrets on either side. */
  readonly secrets: ReadonlySet<string>;
}
