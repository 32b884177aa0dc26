import type { Range, Related, Severity } from '../diagnostic/diagnostic.ts';
import type { Settings } from '../model/settings.ts';
import type { Source } from '../model/yaml/source.ts';
import type { BackfillContext } from './backfill-context.ts';
import type { RuleContext } from './context.ts';
import type { PipelineLinks } from './links.ts';
import type { TestContext } from './test-context.ts';

/**
 * One thing that can be wrong, with its page of documentation. A rule without any check documents what the loader itself
 * reports. Checks never throw and never depend on other rules: each sees the file as it was loaded.
 */
export interface Rule {
  /** Stable, e.g. `SG201`; the hundreds group rules by subject. */
  readonly code: string;
  /** Kebab case, e.g. `unknown-need`. */
  readonly name: string;
  readonly severity: Severity;
  /** What is wrong, in one sentence. */
  readonly summary: string;
  /** Why it matters; Markdown. */
  readonly why: string;
  /** What to do; Markdown. */
  readonly fix: string;
  /** Judges a pipeline whose shape is whole. */
  readonly check?: (context: RuleContext) => readonly Finding[];
  /** Judges the text, also where no pipeline came of it. */
  readonly checkText?: (source: Source) => readonly Finding[];
  /** Judges the pipelines of a repository together, sorted by file; by their paths and by what they say of each other. */
  readonly checkFiles?: (files: readonly PipelineFile[]) => readonly Finding[];
  /** Judges what `.github/segue.yml` says of pipelines, by their ids alone. */
  readonly checkSettings?: (context: SettingsContext) => readonly Finding[];
  /** Judges a backfill whose shape is whole. */
  readonly checkBackfill?: (context: BackfillContext) => readonly Finding[];
  /** Judges the backfills of a repository together, sorted by file; by their paths alone. */
  readonly checkBackfillFiles?: (
    files: readonly { readonly file: string; readonly id: string }[],
  ) => readonly Finding[];
  /** Judges a test whose shape is whole. */
  readonly checkTest?: (context: TestContext) => readonly Finding[];
}

/** The settings, where their values stand, and the ids of all pipelines. */
export interface SettingsContext {
  readonly settings: Settings;
  readonly source: Source;
  readonly ids: readonly string[];
}

/** What a check found; its rule's code and severity are added by `validate.ts`. */
export interface Finding {
  readonly range: Range;
  readonly message: string;
  /** A function where finding the words takes time, e.g. for a guess: it is called only if the finding is shown. */
  readonly help?: string | (() => string);
  readonly related?: readonly Related[];
}

/** A pipeline's file, the id that follows from its path, and what it says about others. */
export interface PipelineFile {
  readonly file: string;
  readonly id: string;
  /** Absent if the file was not read, or could not be. */
  readonly links?: PipelineLinks;
}

/** A file below the folder of the pipelines; `file` is its path from the repository's root, with `/`. */
export interface InputFile {
  readonly file: string;
  readonly content: string | Uint8Array;
  /** Digest of the content; only with one can a result be kept. */
  readonly digest?: string;
}
