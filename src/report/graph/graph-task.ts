import type { TaskState } from '../../run/states.ts';

/** One task of a drawing. Needs that name no task of the drawing are left out. */
export interface GraphTask {
  readonly id: string;
  readonly needs: readonly string[];
  /** Shown in place of the id. */
  readonly label?: string;
  /** From a run, if the drawing is of one. */
  readonly state?: TaskState;
  /** From a diff, if the drawing is of one. */
  readonly change?: TaskChangeKind;
  /** From a diff: by need, edges that are new or gone. */
  readonly edges?: Readonly<Record<string, EdgeChangeKind>>;
}

export type TaskChangeKind = 'added' | 'removed' | 'changed';

export type EdgeChangeKind = 'added' | 'removed';
