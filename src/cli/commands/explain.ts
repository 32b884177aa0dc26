import { Problem } from '../../diagnostic/problem.ts';
import { nearest } from '../../diagnostic/suggest.ts';
import { riskPage } from '../../diff/risk-page.ts';
import { findRisk, riskRules } from '../../diff/risk-registry.ts';
import { policyPage } from '../../policy/policy-page.ts';
import { changeRules, findChangeRule } from '../../policy/policy-registry.ts';
import { problemCodes, problemPage } from '../../report/findings/problem-page.ts';
import { renderPage } from '../../report/text/page-terminal.ts';
import { findRule, rules } from '../../validate/registry.ts';
import type { Rule } from '../../validate/rule.ts';
import { rulePage } from '../../validate/rule-page.ts';
import type { CommandContext, ExitCode } from '../context.ts';

export interface ExplainOptions {
  readonly json?: true;
}

/** `segue explain <code|name>`: the page of a rule, a risk or what a policy finds, or what `docs/problems.md` says of a problem. */
export async function explainCommand(
  { terminal }: CommandContext,
  code: string,
  options: ExplainOptions,
): Promise<ExitCode> {
  const explained = await explain(code);
  if (explained === undefined) throw unknownCode(code);
  if (options.json) terminal.printJson(explained);
  else terminal.print(renderPage(explained.page, terminal.style, terminal.columns()));
  return 0;
}

/** A page with what is known of its subject; of a rule also how much it weighs. */
interface Explained extends Partial<Pick<Rule, 'name' | 'severity' | 'summary'>> {
  readonly code: string;
  readonly page: string;
}

async function explain(code: string): Promise<Explained | undefined> {
  const rule = findRule(code) ?? findRisk(code) ?? findChangeRule(code);
  const page = rule === undefined ? problemPage(code) : await pageOf(code);
  if (page === undefined) return undefined;
  if (rule === undefined) return { code: code.trim().toUpperCase(), page };
  const { name, summary } = rule;
  return { code: rule.code, name, ...('severity' in rule ? { severity: rule.severity } : {}), summary, page };
}

async function pageOf(code: string): Promise<string | undefined> {
  return (await rulePage(code)) ?? (await riskPage(code)) ?? (await policyPage(code));
}

function unknownCode(code: string): Problem {
  const known = [
    ...[...rules, ...riskRules, ...changeRules].flatMap(({ code, name }) => [code, name]),
    ...problemCodes(),
  ];
  const guess = /^SG\d+$/i.test(code) ? undefined : nearest(code, known);
  const hint = 'The codes stand beside each finding of segue validate and segue diff, and each error.';
  const help = guess === undefined ? hint : `Did you mean ${guess}? ${hint}`;
  return new Problem('SG911', `Nothing has the code or name ${code}.`, help, 2);
}
