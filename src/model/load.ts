import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Pipeline } from './pipeline.ts';
import type { Settings } from './settings.ts';
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
