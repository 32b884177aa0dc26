import { Problem } from '../diagnostic/problem.ts';
import { NotGiven } from '../workspace/review/forge-answer.ts';
import { declined, type JobOutcome } from './job.ts';

/** Codes of what may be well in a while: nobody answers, others write. */
const passing: ReadonlySet<string> = new Set(['SG609', 'SG710']);

/** What a job makes of bad news about the world; what else is thrown is a bug of ours. */
export async function orBadNews(work: () => Promise<JobOutcome>): Promise<JobOutcome> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotGiven) return declined(error.declined);
    if (!(error instanceof Problem)) throw error;
    const why = `${error.message} (${error.code})`;
    return passing.has(error.code) ? { kind: 'later', why } : { kind: 'refused', why };
  }
}
