import type { Report } from './finding.ts';
import type { Source } from './yaml/source.ts';

/** A value that the schema has checked, where it stands, and who hears of what is wrong with it. */
export interface Checked {
  readonly kind: 'pipeline' | 'settings' | 'backfill' | 'test';
  readonly value: unknown;
  readonly source: Source;
  readonly report: Report;
  /** True if so much was found that nothing more is of use. */
  readonly isFull: () => boolean;
}
