import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { createSource } from './document-source.ts';
import type { Pipeline } from './pipeline.ts';
import { defaultSettings, type Settings } from './settings.ts';
import type { Source } from './source.ts';

/** A file's text after loading. `pipeline` is present as soon as the shape is whole, even if other errors were found. */
export interface LoadedPipeline {
  readonly source: Source;
  readonly pipeline?: Pipeline;
  readonly diagnostics: readonly Diagnostic[];
}

/** `.github/segue.yml` after loading; without a readable file the defaults. */
export interface LoadedSettings {
  readonly source?: Source;
  readonly settings: Settings;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads one pipeline file. Never throws, whatever the bytes; goes on after an error as far as it can. Diagnostics are
 * sorted. `file` is the path from the repository's root; the pipeline's id follows from it and `settings.pipelines`.
 */
export function loadPipeline(
  file: string,
  input: Uint8Array | string,
  _settings: Settings = defaultSettings,
): LoadedPipeline {
  return { source: createSource(file, typeof input === 'string' ? input : '', undefined), diagnostics: [] };
}

/** Reads `.github/segue.yml`; `undefined` if there is none. Never throws; what is wrong in it keeps its default. */
export function loadSettings(_file: string, _input: Uint8Array | string | undefined): LoadedSettings {
  return { settings: defaultSettings, diagnostics: [] };
}
