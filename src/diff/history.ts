/** What is known of earlier runs; given as data, since a diff reads no state. */
export interface PipelineHistory {
  /** By task, of attempts that succeeded. */
  readonly tasks: Readonly<Record<string, TaskHistory>>;
  /** Up to here its schedule is settled. ISO 8601; absent where it never ran by itself. */
  readonly cursor?: string;
}

export interface TaskHistory {
  readonly medianMs: number;
  /** What 19 of 20 did not exceed. */
  readonly p95Ms: number;
  /** How many there were; the newest 60 count. */
  readonly attempts: number;
}

/** By the id that the state has: of a pipeline that gets a new one, the old. */
export type History = ReadonlyMap<string, PipelineHistory>;
