import type { ParamValue } from './pipeline.ts';

/** A request to process past intervals of one pipeline: a `*.backfill.yml` file, normalised. Plain, frozen JSON. */
export interface Backfill {
  /** The path below the folder of the pipelines without `.backfill.yml`, e.g. `ingest/crm-2025`. */
  readonly id: string;
  /** Path of the file from the repository's root, with `/`. */
  readonly file: string;
  /** Id of the pipeline. */
  readonly pipeline: string;
  /** Intervals that start from here on: a day or an instant, as `dates.ts` has them. */
  readonly from: string;
  /** And before this. */
  readonly to: string;
  readonly reprocess: Reprocess;
  /** Runs of this backfill that may go on at once; those that the schedule starts are counted apart. */
  readonly maxActive: number;
  readonly order: BackfillOrder;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly reason: string;
}

/** Which intervals: those without a success, those whose newest run did not succeed, or all. */
export type Reprocess = 'missing' | 'failed' | 'all';

export type BackfillOrder = 'oldest-first' | 'newest-first';

export const reprocessWords = ['missing', 'failed', 'all'] as const satisfies readonly Reprocess[];

export const orderWords = ['oldest-first', 'newest-first'] as const satisfies readonly BackfillOrder[];

/** What holds where a backfill says nothing. */
export const backfillDefaults = { reprocess: 'missing', maxActive: 1, order: 'oldest-first' } as const;

const ending = /\.backfill\.ya?ml$/;

/** True for the name or path of a backfill's file. */
export function isBackfillFile(file: string): boolean {
  return ending.test(file);
}

/** The id of a backfill's file: its path below the folder, without its ending; of files elsewhere the whole path. */
export function backfillId(file: string, folder: string): string {
  const prefix = folder === '' || folder === '.' ? '' : `${folder.replace(/\/+$/, '')}/`;
  return (file.startsWith(prefix) ? file.slice(prefix.length) : file).replace(ending, '');
}
