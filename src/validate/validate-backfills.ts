import { compareDiagnostics, type Diagnostic } from '../diagnostic/diagnostic.ts';
import { type Backfill, backfillId } from '../model/backfill.ts';
import { loadBackfill } from '../model/load-backfill.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { Settings } from '../model/settings.ts';
import type { Source } from '../model/yaml/source.ts';
import { asDiagnostics } from './as-diagnostics.ts';
import { createBackfillContext } from './backfill-context.ts';
import { rules } from './registry.ts';
import type { InputFile } from './rule.ts';

/** What came of one backfill file. */
export interface ValidatedBackfill {
  readonly file: string;
  readonly id: string;
  /** Sorted. */
  readonly diagnostics: readonly Diagnostic[];
  readonly source: Source;
  /** Absent if the shape is not whole. */
  readonly backfill?: Backfill;
}

/** The pipelines that backfills are about. */
export interface PipelineLookup {
  readonly ids: readonly string[];
  /** Undefined if there is none, or if its shape is not whole. */
  readonly find: (id: string) => Pipeline | undefined;
}

/** Judges one backfill file, together with the pipeline that it names. Never throws. */
export function validateBackfill(
  { file, content }: InputFile,
  settings: Settings,
  { ids, find }: PipelineLookup,
): ValidatedBackfill {
  const { backfill, source, diagnostics } = loadBackfill(file, content, settings);
  const found = [...diagnostics, ...rules.flatMap((rule) => asDiagnostics(rule, rule.checkText?.(source)))];
  const base = { file, id: backfillId(file, settings.pipelines), source };
  if (backfill === undefined) return { ...base, diagnostics: found.sort(compareDiagnostics) };
  const context = createBackfillContext(backfill, source, ids, find(backfill.pipeline));
  found.push(...rules.flatMap((rule) => asDiagnostics(rule, rule.checkBackfill?.(context))));
  return { ...base, diagnostics: found.sort(compareDiagnostics), backfill };
}

/** Judges backfills together, by their paths; `files` must be sorted, the result is not. */
export function validateBackfillNames(files: readonly Pick<ValidatedBackfill, 'file' | 'id'>[]): readonly Diagnostic[] {
  return rules.flatMap((rule) => asDiagnostics(rule, rule.checkBackfillFiles?.(files)));
}
