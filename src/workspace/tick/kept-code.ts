import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import type { Backfill } from '../../model/backfill.ts';
import type { Settings } from '../../model/settings.ts';
import { keep, readKept } from '../kept-value.ts';
import type { RunnablePipeline } from '../pipelines/load-pipelines.ts';

/** What came of reading and judging the files of a commit, as plain data. */
export interface Judged {
  readonly settings: Settings;
  readonly fit: readonly FitPipeline[];
  readonly backfills: readonly Backfill[];
  readonly broken: readonly BrokenFile[];
}

export type FitPipeline = Omit<RunnablePipeline, 'settings'>;

export interface BrokenFile {
  /** Of the pipeline or the backfill. */
  readonly id: string;
  readonly file: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Texts of the files that the diagnostics are about. */
  readonly texts: readonly (readonly [file: string, text: string])[];
}

/** What was kept under this key; nothing if it was another one, or was cut off. */
export function readJudged(file: string, key: string): Judged | undefined {
  return readKept(file, headOf(key)) as Judged | undefined;
}

/** Best effort: without it the next tick only takes longer. */
export function keepJudged(file: string, key: string, judged: Judged, nonce: string): void {
  keep(file, headOf(key), judged, nonce);
}

/** To be raised when what is kept gets another shape: an older file is not read then. */
const keptShape = 2;

function headOf(key: string): string {
  return `${keptShape} ${key}`;
}
