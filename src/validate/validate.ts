import { compareDiagnostics, type Diagnostic } from '../diagnostic/diagnostic.ts';
import { type LoadedSettings, loadPipeline } from '../model/load.ts';
import { pipelineId } from '../model/names.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { Settings } from '../model/settings.ts';
import type { Source } from '../model/source.ts';
import { type ResultCache, readResult, resultKey, writeResult } from './cache.ts';
import { createContext } from './context.ts';
import { rules } from './registry.ts';
import type { Finding, Rule } from './rule.ts';

/** A file below the pipelines folder; `file` is its path from the repository's root, with `/`. */
export interface InputFile {
  readonly file: string;
  readonly content: string | Uint8Array;
  /** Digest of the content; only with one can a result be kept. */
  readonly digest?: string;
}

/** What came of one file. */
export interface ValidatedFile {
  readonly file: string;
  readonly id: string;
  /** Sorted. */
  readonly diagnostics: readonly Diagnostic[];
  /** Absent if the result was kept from an earlier time: the text was not parsed. */
  readonly source?: Source;
  /** Absent too if the shape is not whole. */
  readonly pipeline?: Pipeline;
}

/** What came of all files of a repository. */
export interface Validation {
  /** Of the settings, of each file, and of the files together; sorted. */
  readonly diagnostics: readonly Diagnostic[];
  /** Sorted by path. */
  readonly files: readonly ValidatedFile[];
  /** By id, those that were parsed and whose shape is whole; of the same id, the first file. */
  readonly pipelines: ReadonlyMap<string, { readonly pipeline: Pipeline; readonly source: Source }>;
}

/** Judges all pipelines of a repository. Never throws, whatever the files hold; same files, same result. */
export function validateFiles(files: readonly InputFile[], settings: LoadedSettings, cache?: ResultCache): Validation {
  const sorted = files.toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  const validated = sorted.map((input) => validateCached(input, settings.settings, cache));
  const own = validated.flatMap(({ diagnostics }) => diagnostics);
  const together = rules.flatMap((rule) => asDiagnostics(rule, rule.checkFiles?.(validated)));
  return {
    diagnostics: [...settings.diagnostics, ...own, ...together].sort(compareDiagnostics),
    files: validated,
    pipelines: pipelinesById(validated),
  };
}

/** Judges one file by itself. Never throws, and depends on nothing but its arguments, so that its result can be kept. */
export function validateFile({ file, content }: InputFile, settings: Settings): ValidatedFile {
  const { pipeline, source, diagnostics } = loadPipeline(file, content, settings);
  const found = [...diagnostics, ...rules.flatMap((rule) => asDiagnostics(rule, rule.checkText?.(source)))];
  if (pipeline !== undefined) {
    const context = createContext(pipeline, source, settings);
    found.push(...rules.flatMap((rule) => asDiagnostics(rule, rule.check?.(context))));
  }
  const id = pipelineId(file, settings.pipelines);
  return {
    file,
    id,
    diagnostics: found.sort(compareDiagnostics),
    source,
    ...(pipeline === undefined ? {} : { pipeline }),
  };
}

function validateCached(input: InputFile, settings: Settings, cache: ResultCache | undefined): ValidatedFile {
  if (cache === undefined || input.digest === undefined) return validateFile(input, settings);
  const key = resultKey(cache, input.file, input.digest);
  const kept = readResult(cache.store.get(key));
  if (kept !== undefined)
    return { file: input.file, id: pipelineId(input.file, settings.pipelines), diagnostics: kept };
  const result = validateFile(input, settings);
  cache.store.put(key, writeResult(result.diagnostics));
  return result;
}

function asDiagnostics({ code, severity }: Rule, findings: readonly Finding[] = []): readonly Diagnostic[] {
  return findings.map((finding) => ({ code, severity, related: [], ...finding }));
}

function pipelinesById(files: readonly ValidatedFile[]): Validation['pipelines'] {
  const byId = new Map<string, { pipeline: Pipeline; source: Source }>();
  for (const { id, pipeline, source } of files) {
    if (pipeline !== undefined && source !== undefined && !byId.has(id)) byId.set(id, { pipeline, source });
  }
  return byId;
}
