/** What somebody wants played besides schedules, as it was asked for: nothing of it was looked up. Times in milliseconds since the epoch. */
export interface Wishes {
  /** Without a time: when the window begins. */
  readonly pauses: readonly { readonly pipeline: string; readonly at?: number }[];
  readonly unpauses: readonly { readonly pipeline: string; readonly at?: number }[];
  readonly backfills: readonly AskedFor[];
  readonly runs: readonly { readonly pipeline: string; readonly at: number }[];
  /** Of those runs whose pipelines have such params. */
  readonly params: Readonly<Record<string, string>>;
}

/** A backfill's file, by id or path, or a range of a pipeline. */
export type AskedFor =
  | { readonly name: string }
  | { readonly pipeline: string; readonly from: string; readonly to: string };

export const noWishes: Wishes = { pauses: [], unpauses: [], backfills: [], runs: [], params: {} };
