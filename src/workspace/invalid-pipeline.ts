import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { Problem } from '../diagnostic/problem.ts';

/** A pipeline file has errors: they are to be shown with their places. */
export class InvalidPipeline extends Problem {
  readonly diagnostics: readonly Diagnostic[];
  /** Texts of the files that the diagnostics are about. */
  readonly texts: ReadonlyMap<string, string>;

  constructor(file: string, diagnostics: readonly Diagnostic[], texts: ReadonlyMap<string, string>) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
    super(
      'SG702',
      `${file} has ${errors} error${errors === 1 ? '' : 's'}.`,
      'Mend what is shown above; segue explain CODE tells more.',
      2,
    );
    this.diagnostics = diagnostics;
    this.texts = texts;
  }
}
