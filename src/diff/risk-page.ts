import {
  type ExampleFile,
  renderExampleChange,
  renderExampleFile,
  renderExampleText,
} from '../diagnostic/example-page.ts';
import type { RiskRule } from './risk.ts';
import { findRisk } from './risk-registry.ts';

/** A change that has a risk, what is said about it, and one that has it not. */
export interface RiskExample {
  readonly before: readonly ExampleFile[];
  readonly after: readonly ExampleFile[];
  /** What earlier runs are known to have taken, in words; absent where that does not matter. */
  readonly known?: string;
  readonly output: string;
  readonly good: readonly ExampleFile[];
}

/** The page of a risk as Markdown, or nothing if there is no such risk. Its examples are loaded only when asked for. */
export async function riskPage(codeOrName: string): Promise<string | undefined> {
  const rule = findRisk(codeOrName);
  if (rule === undefined) return undefined;
  const { riskExamples } = await import('./risk-examples.generated.ts');
  const example = riskExamples[rule.code];
  if (example === undefined) throw new Error(`${rule.code} has no example`);
  return renderRiskPage(rule, JSON.parse(example) as RiskExample);
}

/** A page of `docs/risks/`: what may go wrong, why, a change that has it with what is said, what to do, and one without it. */
export function renderRiskPage(rule: RiskRule, { before, after, known, output, good }: RiskExample): string {
  const kind = rule.severity === 'warning' ? 'a warning' : 'a note: advice';
  return [
    `# ${rule.code}: ${rule.name}`,
    `${rule.summary} This is ${kind} about a change; nothing is refused.`,
    rule.why,
    '## Example',
    ...renderExampleChange(before, after),
    ...(known === undefined ? [] : [known]),
    renderExampleText('text', output),
    '## What to do',
    rule.fix,
    ...good.map(renderExampleFile),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The index of `docs/risks/`. */
export function renderRiskIndex(rules: readonly RiskRule[]): string {
  const rows = rules.map(
    ({ code, name, severity, summary }) => `| [${code}](${code}.md) | ${name} | ${severity} | ${summary} |`,
  );
  return [
    '# Risks',
    '',
    'What `segue diff` says about a change although both sides are valid. `segue explain CODE` shows a page in the terminal.',
    '',
    '| code | name | severity | what may go wrong |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
