import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { Problem } from '../../diagnostic/problem.ts';

/** A pipeline file has errors: they are to be shown with their places. */
export class InvalidPipeline extends Problem {
  /** The file, perhaps with the commit that it is of. */
  readonly what: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Texts of the files that the diagnostics are about. */
  readonly texts: ReadonlyMap<string, string>;

  constructor(
    what: string,
    diagnostics: readonly Diagnostic[],
    texts: ReadonlyMap<string, string>,
    consequence = 'cannot run',
  ) {
    const help = 'Mend what is shown above; segue explain CODE tells more.';
    super('SG702', `${what} ${consequence}: ${errorCounts(diagnostics)}.`, help, 2);
    this.what = what;
    this.diagnostics = diagnostics;
    this.texts = texts;
  }
}

/** How many errors there are in each file: some may be those of the settings. */
function errorCounts(diagnostics: readonly Diagnostic[]): string {
  const counts = new Map<string, number>();
  for (const { severity, range } of diagnostics) {
    if (severity === 'error') counts.set(range.file, (counts.get(range.file) ?? 0) + 1);
  }
  return Array.from(counts, ([file, count]) => `${file} has ${count} error${count === 1 ? '' : 's'}`).join(', ');
}
