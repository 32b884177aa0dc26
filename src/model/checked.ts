import type { Report } from './finding.ts';
import type { Source } from './source.ts';

/** A value that the schema has checked, where it stands, and who hears of what is wrong with it. */
export interface Checked {
  readonly kind: 'pipeline' | 'settings';
  readonly value: unknown;
  readonly source: Source;
  readonly report: Report;
}
