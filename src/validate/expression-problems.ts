import type { FoundProblem, RuleContext } from './context.ts';
import type { Finding } from './rule.ts';
import { uniqueFindings } from './unique-findings.ts';

/** The findings of one code among all that is wrong with a pipeline's expressions. */
export function problemsWithCode(context: RuleContext, code: FoundProblem['code']): readonly Finding[] {
  const found = context.expressionProblems.filter((problem) => problem.code === code);
  return uniqueFindings(found.map(({ code: _, ...finding }) => finding));
}
