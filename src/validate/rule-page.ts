import { type ExampleFile, renderExampleFile, renderExampleText } from '../diagnostic/example-page.ts';
import { findRule } from './registry.ts';
import type { Rule } from './rule.ts';

/** A rule's fixtures: files that it refuses, what it says about them, and files that are right. */
export interface RuleExample {
  readonly bad: readonly ExampleFile[];
  readonly output: string;
  readonly good: readonly ExampleFile[];
}

/** The page of a rule as Markdown, or nothing if there is no such rule. Its examples are loaded only when asked for. */
export async function rulePage(codeOrName: string): Promise<string | undefined> {
  const rule = findRule(codeOrName);
  if (rule === undefined) return undefined;
  const { ruleExamples } = await import('./rule-examples.generated.ts');
  const example = ruleExamples[rule.code];
  if (example === undefined) throw new Error(`${rule.code} has no example`);
  const parsed: RuleExample = JSON.parse(example);
  return renderRulePage(rule, parsed);
}

/** A page of `docs/rules/`: what is wrong, why, an example with its output, what to do, and the example put right. */
export function renderRulePage(rule: Rule, { bad, output, good }: RuleExample): string {
  return [
    `# ${rule.code}: ${rule.name}`,
    `${rule.summary} This is ${describeSeverity(rule)}.`,
    rule.why,
    '## Example',
    ...bad.map(renderExampleFile),
    renderExampleText('text', output),
    '## What to do',
    rule.fix,
    ...good.map(renderExampleFile),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The index of `docs/rules/`. */
export function renderRuleIndex(rules: readonly Rule[]): string {
  const rows = rules.map(
    ({ code, name, severity, summary }) =>
      `| [${code}](${code}.md) | ${name} | ${severity} | ${summary.replaceAll('|', '\\|')} |`,
  );
  return [
    '# Rules',
    '',
    'What `segue validate` finds. `segue explain CODE` shows a page in the terminal. Errors fail the command; warnings and',
    'notes do not.',
    '',
    '| code | name | severity | what is wrong |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function describeSeverity({ severity }: Rule): string {
  switch (severity) {
    case 'error':
      return 'an error: the pipeline does not run';
    case 'warning':
      return 'a warning: the pipeline runs';
    case 'note':
      return 'a note: advice that fails nothing';
  }
}
