import type { Cron, Param, Pipeline, RetryPolicy, Task } from '../model/pipeline.ts';
import type { Cause } from './cause.ts';
import type { SettingChange } from './setting-change.ts';

/** What makes the pipelines of one side those of the other. Plain JSON; what a change is about, and no text of YAML. */
export interface Diff {
  /** Sorted by id; of what is removed, by its old one. */
  readonly pipelines: readonly PipelineChange[];
  readonly settings: readonly SettingChange[];
  /** Ids of pipelines that one of the sides could not read: not compared. Sorted. */
  readonly notCompared: readonly string[];
}

export type PipelineChange = PipelineAdded | PipelineRemoved | PipelineChanged;

export interface PipelineAdded {
  readonly kind: 'pipeline-added';
  readonly id: string;
  readonly file: string;
}

export interface PipelineRemoved {
  readonly kind: 'pipeline-removed';
  readonly id: string;
  readonly file: string;
}

export interface PipelineChanged {
  readonly kind: 'pipeline-changed';
  /** Its id after the change. */
  readonly id: string;
  readonly file: string;
  /** Its id before, if that was another. */
  readonly renamed?: PipelineRename;
  readonly edits: readonly PipelineEdit[];
  /** In the order of the new file; what is removed comes last, in that of the old one. */
  readonly tasks: readonly TaskChange[];
}

/** `declared` by `renamed-from`, or found because most of it is the same. */
export type PipelineRename =
  | { readonly how: 'declared'; readonly from: string }
  | { readonly how: 'alike'; readonly from: string; readonly likeness: number };

/** Keys whose values are compared as a whole. Absent values are absent here too. */
export type PipelineField =
  | 'file'
  | 'name'
  | 'description'
  | 'owner'
  | 'tags'
  | 'runbook'
  | 'renamedFrom'
  | 'catchup'
  | 'maxActiveRuns'
  | 'deadline'
  | 'lane';

export type PipelineEdit =
  | ValueEdit<Pipeline, PipelineField>
  | { readonly kind: 'schedule-added' | 'schedule-removed'; readonly fire: Cron }
  | {
      readonly kind: 'schedule-changed';
      readonly before: Cron;
      readonly after: Cron;
      readonly parts: readonly (keyof Cron)[];
    }
  | { readonly kind: 'after-added' | 'after-removed'; readonly pipeline: string }
  | { readonly kind: 'param-added' | 'param-removed'; readonly name: string; readonly param: Param }
  | { readonly kind: 'param-changed'; readonly name: string; readonly before: Param; readonly after: Param }
  | { readonly kind: 'secret-added' | 'secret-removed'; readonly name: string };

export type TaskChange = TaskAdded | TaskRemoved | TaskChanged;

export interface TaskAdded {
  readonly kind: 'task-added';
  readonly task: string;
  readonly needs: readonly string[];
}

export interface TaskRemoved {
  readonly kind: 'task-removed';
  readonly task: string;
  readonly needs: readonly string[];
}

export interface TaskChanged {
  readonly kind: 'task-changed';
  /** Its id after the change. */
  readonly task: string;
  readonly edits: readonly TaskEdit[];
}

export type TaskField =
  | 'name'
  | 'shell'
  | 'if'
  | 'foreach'
  | 'triggerRule'
  | 'timeoutMs'
  | 'pool'
  | 'continueOnError'
  | 'workingDirectory'
  | 'artifacts';

export type TaskEdit =
  | ValueEdit<Task, TaskField>
  | RetryEdit
  | { readonly kind: 'renamed'; readonly from: string; readonly likeness: number }
  /** Counted from 0. Tasks that only made room for others have not moved. */
  | { readonly kind: 'moved'; readonly before: number; readonly after: number }
  /** As both texts; the shells read no more of them. */
  | { readonly kind: 'command'; readonly before: string; readonly after: string }
  | { readonly kind: 'edge-added' | 'edge-removed'; readonly need: string }
  | EnvEdit
  /** A file that its command or environment names; digests, absent where there is no such file. */
  | { readonly kind: 'file'; readonly path: string; readonly before?: string; readonly after?: string };

export type RetryEdit = {
  readonly [Part in keyof RetryPolicy]: {
    readonly kind: 'retries';
    readonly part: Part;
    readonly before: RetryPolicy[Part];
    readonly after: RetryPolicy[Part];
    readonly cause?: Cause;
  };
}[keyof RetryPolicy];

/** A value is absent where there is none, and where it may be a secret: then `hidden` is set. */
export interface EnvEdit {
  readonly kind: 'env-added' | 'env-removed' | 'env-changed';
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
  readonly hidden?: true;
  readonly cause?: Cause;
}

/** One for each field, with the field's own type. */
type ValueEdit<Owner, Fields extends keyof Owner> = {
  readonly [Field in Fields]-?: {
    readonly kind: 'value';
    readonly field: Field;
    readonly before?: Owner[Field];
    readonly after?: Owner[Field];
    readonly cause?: Cause;
  };
}[Fields];
