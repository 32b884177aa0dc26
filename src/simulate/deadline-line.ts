import { formatInstant } from '../report/text/time-text.ts';
import type { RunDocument } from '../run/document.ts';

/** When a run ends, and by when it should; there must be a deadline. */
export function deadlineLine({ finishedAt = '', deadline }: Pick<RunDocument, 'finishedAt' | 'deadline'>): string {
  return `the run ends at ${formatInstant(finishedAt)}, the deadline is at ${formatInstant(deadline?.at ?? '')}`;
}
