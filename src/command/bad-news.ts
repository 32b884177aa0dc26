import type { Problem } from '../diagnostic/problem.ts';
import { UnsureProblem } from '../diagnostic/unsure-problem.ts';
import { code, md, plain } from '../report/text/markdown.ts';
import type { Outcome } from './desk.ts';

/** Codes of what may come after something was sent: nobody answers, or all who answer were others. */
const lost: ReadonlySet<string> = new Set(['SG609', 'SG710']);

/** What a problem means for who has asked: nothing was done, or nobody knows. */
export function badNews(problem: Problem): Outcome {
  const body = md`${plain(problem.message)} ${plain(problem.help)} (${code(problem.code)})`;
  const isUnsure = problem instanceof UnsureProblem || lost.has(problem.code);
  return { isDone: false, ...(isUnsure ? { isUnknown: true } : {}), body };
}
