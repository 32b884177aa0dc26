import { Problem } from '../diagnostic/problem.ts';
import type { JobLog } from './job-log.ts';

/** Shows what went wrong on the page of the job: a `Problem` with its help, at that level; anything else as the bug that it is. */
export function annotateFailure(log: JobLog, level: 'warning' | 'error', error: unknown): void {
  if (error instanceof Problem) log.annotate(level, `${error.message} ${error.help}`.trim(), { title: error.code });
  else log.annotate('error', `Segue has a bug: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
}
