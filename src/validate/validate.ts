import { compareDiagnostics, type Diagnostic } from '../diagnostic/diagnostic.ts';
import { isBackfillFile } from '../model/backfill.ts';
import { type LoadedSettings, loadPipeline } from '../model/load.ts';
import { pipelineId } from '../model/names.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { isTestFile } from '../model/pipeline-test.ts';
import type { Settings } from '../model/settings.ts';
import type { Source } from '../model/yaml/source.ts';
import { asDiagnostics } from './as-diagnostics.ts';
import { type KeptResult, type ResultCache, readResult, resultKey, writeResult } from './cache.ts';
import { createContext } from './context.ts';
import type { PipelineLinks } from './links.ts';
import { rules } from './registry.ts';
import type { InputFile, PipelineFile } from './rule.ts';
import {
  type PipelineLookup,
  type ValidatedBackfill,
  validateBackfill,
  validateBackfillNames,
} from './validate-backfills.ts';
import { type ValidatedTest, validateTest } from './validate-tests.ts';

export type { InputFile } from './rule.ts';

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
  /** Pipelines, sorted by path. */
  readonly files: readonly ValidatedFile[];
  /** Sorted by path. */
  readonly backfills: readonly ValidatedBackfill[];
  /** Sorted by path. */
  readonly tests: readonly ValidatedTest[];
  /** By id, those whose shape is whole; of the same id, the first file. Empty if only findings were asked for. */
  readonly pipelines: ReadonlyMap<string, { readonly pipeline: Pipeline; readonly source: Source }>;
}

/**
 * Judges all pipelines, backfills and tests of a repository. Never throws, whatever the files hold; same files, same result. With a cache only
 * findings are given: nothing is parsed whose result is known, and no parsed document is held, which takes 150 KB each.
 */
export function validateFiles(files: readonly InputFile[], settings: LoadedSettings, cache?: ResultCache): Validation {
  return validateBy(files, settings, (input) =>
    cache === undefined ? validateFile(input, settings.settings) : findingsOf(input, settings.settings, cache),
  );
}

/** The same for who knows already what came of some pipelines' files; of the others `judge` gives what `validateFile` does. */
export function validateBy(
  files: readonly InputFile[],
  settings: LoadedSettings,
  judge: (input: InputFile) => ValidatedFile,
): Validation {
  const sorted = files.toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  const inputs = sorted.filter(({ file }) => !isBackfillFile(file) && !isTestFile(file));
  const validated = inputs.map(judge);
  const lookup = lookupIn(validated, inputs, settings.settings);
  const backfills = sorted
    .filter(({ file }) => isBackfillFile(file))
    .map((input) => validateBackfill(input, settings.settings, lookup));
  const tests = sorted
    .filter(({ file }) => isTestFile(file))
    .map((input) => validateTest(input, settings.settings, lookup));
  const own = [...validated, ...backfills, ...tests].flatMap(({ diagnostics }) => diagnostics);
  const together = [...validateTogether(validated), ...validateBackfillNames(backfills)];
  return {
    diagnostics: [...settings.diagnostics, ...own, ...together, ...validateSettings(settings, validated)].sort(
      compareDiagnostics,
    ),
    files: validated,
    backfills,
    tests,
    pipelines: pipelinesById(validated),
  };
}

/** A pipeline whose findings were known is parsed only if a backfill or a test asks for it. */
function lookupIn(
  validated: readonly ValidatedFile[],
  inputs: readonly InputFile[],
  settings: Settings,
): PipelineLookup {
  const read = ({ file, content }: InputFile) => loadPipeline(file, content, settings).pipeline;
  const known = new Map<string, Pipeline | undefined>();
  return {
    ids: validated.map(({ id }) => id),
    find: (wanted) => {
      if (known.has(wanted)) return known.get(wanted);
      const index = validated.findIndex(({ id }) => id === wanted);
      const input = inputs[index];
      const found = validated[index]?.pipeline ?? (input === undefined ? undefined : read(input));
      known.set(wanted, found);
      return found;
    },
  };
}

/**
 * Judges the files of a repository together, by their paths and by what they say of each other; of files that were not
 * read only the paths count. `files` must be sorted by path, the result is not.
 */
export function validateTogether(files: readonly PipelineFile[]): readonly Diagnostic[] {
  return rules.flatMap((rule) => asDiagnostics(rule, rule.checkFiles?.(files)));
}

/** Judges what the settings say of pipelines. */
function validateSettings(
  { settings, source }: LoadedSettings,
  files: readonly Pick<PipelineFile, 'id'>[],
): readonly Diagnostic[] {
  if (source === undefined) return [];
  const context = { settings, source, ids: files.map(({ id }) => id) };
  return rules.flatMap((rule) => asDiagnostics(rule, rule.checkSettings?.(context)));
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

/** The same, from the cache if it is known there; else the cache gets to know it. */
export function findingsOf(input: InputFile, settings: Settings, cache: ResultCache): ValidatedFile {
  const id = pipelineId(input.file, settings.pipelines);
  const key = input.digest === undefined ? undefined : resultKey(cache, input.file, input.digest);
  const kept = key === undefined ? undefined : readResult(cache.store.get(key));
  if (kept !== undefined) return { file: input.file, id, ...kept };
  const { diagnostics, links } = validateFile(input, settings);
  const result: KeptResult = links === undefined ? { diagnostics } : { diagnostics, links };
  if (key !== undefined) cache.store.put(key, writeResult(result));
  return { file: input.file, id, ...result };
}

function pipelinesById(files: readonly ValidatedFile[]): Validation['pipelines'] {
  const byId = new Map<string, { pipeline: Pipeline; source: Source }>();
  for (const { id, pipeline, source } of files) {
    if (pipeline !== undefined && source !== undefined && !byId.has(id)) byId.set(id, { pipeline, source });
  }
  return byId;
}
