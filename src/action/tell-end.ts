import { renderRunEnd } from '../report/run/run-end.ts';
import { createStyle } from '../report/text/ansi-style.ts';
import type { RunDocument } from '../run/document.ts';
import type { JobLog } from './job-log.ts';

/** Columns of a job's log on GitHub before it scrolls. */
const width = 140;

/** How a run has ended, and what to type next. */
export function tellEnd(log: JobLog, document: RunDocument): void {
  log.lines(['', ...renderRunEnd(document, { style: createStyle(false), width })]);
}
