import { compareDiagnostics, type Diagnostic } from '../diagnostic/diagnostic.ts';
import { mostFindings } from '../model/finding-list.ts';
import { type LoadedSettings, loadPipeline } from '../model/load.ts';
import { pipelineId } from '../model/names.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { Settings } from '../model/settings.ts';
import type { Source } from '../model/source.ts';
import { type KeptResult, type ResultCache, readResult, resultKey, writeResult } from './cache.ts';
import { createContext } from './context.ts';
import type { PipelineLinks } from './links.ts';
import { rules } from './registry.ts';
import type { Finding, PipelineFile, Rule } from './rule.ts';

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
  /** What it says about other pipelines; absent if the shape is not whole. */
  readonly links?: PipelineLinks;
  /** Absent if only findings were asked for, by giving a cache. */
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
  /** By id, those whose shape is whole; of the same id, the first file. Empty if only findings were asked for. */
  readonly pipelines: ReadonlyMap<string, { readonly pipeline: Pipeline; readonly source: Source }>;
}

/**
 * Judges all pipelines of a repository. Never throws, whatever the files hold; same files, same result. With a cache only
 * findings are given: nothing is parsed whose result is known, and no parsed document is held, which takes 150 KB each.
 */
export function validateFiles(files: readonly InputFile[], settings: LoadedSettings, cache?: ResultCache): Validation {
  const sorted = files.toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  const validated = sorted.map((input) =>
    cache === undefined ? validateFile(input, settings.settings) : findingsOf(input, settings.settings, cache),
  );
  const own = validated.flatMap(({ diagnostics }) => diagnostics);
  return {
    diagnostics: [...settings.diagnostics, ...own, ...validateTogether(validated)].sort(compareDiagnostics),
    files: validated,
    pipelines: pipelinesById(validated),
  };
}

/**
 * Judges the files of a repository together, by their paths and by what they say of each other; of files that were not
 * read only the paths count. `files` must be sorted by path, the result is not.
 */
export function validateTogether(files: readonly PipelineFile[]): readonly Diagnostic[] {
  return rules.flatMap((rule) => asDiagnostics(rule, rule.checkFiles?.(files)));
}

/** Judges one file by itself. Never throws, and depends on nothing but its arguments, so that its result can be kept. */
export function validateFile({ file, content }: InputFile, settings: Settings): ValidatedFile {
  const { pipeline, source, diagnostics } = loadPipeline(file, content, settings);
  const found = [...diagnostics, ...rules.flatMap((rule) => asDiagnostics(rule, rule.checkText?.(source)))];
  const context = pipeline === undefined ? undefined : createContext(pipeline, source, settings);
  if (context !== undefined) found.push(...rules.flatMap((rule) => asDiagnostics(rule, rule.check?.(context))));
  return {
    file,
    id: pipelineId(file, settings.pipelines),
    diagnostics: found.sort(compareDiagnostics),
    source,
    ...(context === undefined ? {} : { pipeline: context.pipeline, links: context.links }),
  };
}

function findingsOf(input: InputFile, settings: Settings, cache: ResultCache): ValidatedFile {
  const id = pipelineId(input.file, settings.pipelines);
  const key = input.digest === undefined ? undefined : resultKey(cache, input.file, input.digest);
  const kept = key === undefined ? undefined : readResult(cache.store.get(key));
  if (kept !== undefined) return { file: input.file, id, ...kept };
  const { diagnostics, links } = validateFile(input, settings);
  const result: KeptResult = links === undefined ? { diagnostics } : { diagnostics, links };
  if (key !== undefined) cache.store.put(key, writeResult(result));
  return { file: input.file, id, ...result };
}

function asDiagnostics({ code, severity }: Rule, findings: readonly Finding[] = []): readonly Diagnostic[] {
  const shown = findings.slice(0, mostFindings).map(({ range, message, help, related = [] }): Diagnostic => {
    const diagnostic = { code, severity, message, range, related };
    return help === undefined ? diagnostic : { ...diagnostic, help: typeof help === 'string' ? help : help() };
  });
  const next = findings[mostFindings];
  if (next === undefined) return shown;
  const message = `there are ${findings.length - mostFindings} or more findings of this kind that are not shown`;
  return [...shown, { code, severity, message, range: next.range, related: [] }];
}

function pipelinesById(files: readonly ValidatedFile[]): Validation['pipelines'] {
  const byId = new Map<string, { pipeline: Pipeline; source: Source }>();
  for (const { id, pipeline, source } of files) {
    if (pipeline !== undefined && source !== undefined && !byId.has(id)) byId.set(id, { pipeline, source });
  }
  return byId;
}
