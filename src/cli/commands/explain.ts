import { Problem } from '../../diagnostic/problem.ts';
import { nearest } from '../../diagnostic/suggest.ts';
import { repository } from '../../model/address.ts';
import { renderPage } from '../../report/page-terminal.ts';
import { findRule, rules } from '../../validate/registry.ts';
import { rulePage } from '../../validate/rule-page.ts';
import type { CommandContext, ExitCode } from '../context.ts';

export interface ExplainOptions {
  readonly json?: true;
}

/** `segue explain <code|name>`: a rule's page. */
export async function explainCommand(
  context: CommandContext,
  code: string,
  options: ExplainOptions,
): Promise<ExitCode> {
  const rule = findRule(code);
  const page = await rulePage(code);
  if (rule === undefined || page === undefined) throw unknownRule(code);
  const { terminal } = context;
  if (options.json) {
    const { name, severity, summary } = rule;
    terminal.printJson({ code: rule.code, name, severity, summary, page });
  } else terminal.print(renderPage(page, terminal.style, terminal.columns()));
  return 0;
}

function unknownRule(code: string): Problem {
  if (/^SG[679]\d\d$/i.test(code)) {
    const page = `https://github.com/${repository}/blob/main/docs/problems.md`;
    return new Problem(
      'SG911',
      `${code} is not about a pipeline's text but about the world around it.`,
      `See ${page}`,
      2,
    );
  }
  const names = rules.flatMap((rule) => [rule.code, rule.name]);
  const guess = nearest(code, names);
  const hint = `The codes stand behind each finding of segue validate.`;
  return new Problem(
    'SG911',
    `There is no rule ${code}.`,
    guess === undefined ? hint : `Did you mean ${guess}? ${hint}`,
    2,
  );
}
