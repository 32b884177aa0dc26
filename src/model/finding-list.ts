import { compareDiagnostics, type Diagnostic } from '../diagnostic/diagnostic.ts';
import { loaderCodes } from './codes.ts';

/** Findings that are shown of one file, and of each rule about it: nobody reads more, and a hostile file shall cost little. */
export const mostFindings = 100;

/** Findings that are kept to choose the first ones in the file from; making more of them only takes time. */
const mostKept = 1_000;

/** Takes what is found in one file, as much of it as is of use. */
export class FindingList {
  readonly #found: Diagnostic[] = [];
  readonly #places = new Set<string>();
  #isFull = false;

  /** What an alias repeats is wrong once; only of missing keys one place can have several. */
  readonly add = (diagnostic: Diagnostic): void => {
    const { code, range } = diagnostic;
    const place = `${code} ${range.start} ${range.end}`;
    if (code !== loaderCodes.missingKey.code && this.#places.has(place)) return;
    this.#places.add(place);
    if (this.#found.length < mostKept) this.#found.push(diagnostic);
    else this.#isFull = true;
  };

  /** True if nothing more is taken. */
  readonly isFull = (): boolean => this.#isFull;

  /** In the order of the file; the last one says how many are left out. */
  toSorted(): Diagnostic[] {
    const sorted = this.#found.toSorted(compareDiagnostics);
    const next = sorted[mostFindings];
    if (next === undefined) return sorted;
    const count = `${this.#isFull ? 'at least ' : ''}${sorted.length - mostFindings}`;
    const message = `there are ${count} more findings in this file that are not shown`;
    const { code, severity, range } = next;
    return [...sorted.slice(0, mostFindings), { code, severity, message, range, related: [] }];
  }
}
