import type { SummaryView } from '../report/check/summary-page.ts';
import type { RunDocument } from '../run/document.ts';
import type { Clock } from '../run/ports.ts';
import type { Rest } from '../tick/next-job.ts';
import type { LeftWork } from '../workspace/tick/left-work.ts';

/** What came of a job. */
export interface JobResult {
  /** The runs that it worked on, in the order in which they ended. */
  readonly runs: readonly RunDocument[];
  /** Something needs a person, whether a run failed or a file is broken. */
  readonly hasTrouble: boolean;
  /** What it had no time for. */
  readonly rest?: Rest;
  /** With `due`. */
  readonly lanes?: readonly string[];
  /** With `tick`: what else the summary of the job tells. */
  readonly told?: Pick<SummaryView, 'waits' | 'notes' | 'findings'>;
}

export type Conclusion = 'success' | 'failure' | 'none';

export function conclusionOf({ runs, hasTrouble }: JobResult): Conclusion {
  if (hasTrouble) return 'failure';
  return runs.length === 0 ? 'none' : 'success';
}

/** What is left, as part of the result of a job. */
export function restOf(left: LeftWork, clock: Clock): Pick<JobResult, 'rest'> {
  const rest = left.rest(new Date(clock.now()).toISOString());
  return rest === undefined ? {} : { rest };
}
