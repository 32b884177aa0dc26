import {
  type ExampleFile,
  renderExampleChange,
  renderExampleFile,
  renderExampleText,
} from '../diagnostic/example-page.ts';
import { changeRules, findChangeRule } from './policy-registry.ts';
import type { PolicyRule } from './policy-rule.ts';

/** A change that is against a policy, what is said about it, and how it passes. */
export interface PolicyExample {
  /** Of the files of before: what the example is about. */
  readonly before: readonly ExampleFile[];
  /** Files that differ from those of before. */
  readonly after: readonly ExampleFile[];
  /** Who proposes it and what people know, in a sentence. */
  readonly known: string;
  readonly output: string;
  /** Files that differ from those of before where it passes; none: the same change passes. */
  readonly good: readonly ExampleFile[];
  /** Who has agreed there, in a sentence; absent: nobody needs to. */
  readonly agreed?: string;
}

/** The page of a rule about changes as Markdown, or nothing if there is none. Its examples are loaded only when asked for. */
export async function policyPage(codeOrName: string): Promise<string | undefined> {
  const rule = findChangeRule(codeOrName);
  if (rule === undefined) return undefined;
  const { policyExamples } = await import('./policy-examples.generated.ts');
  const example = policyExamples[rule.code];
  if (example === undefined) throw new Error(`${rule.code} has no example`);
  return renderPolicyPage(rule, JSON.parse(example) as PolicyExample);
}

/** A page of `docs/policy/`: what is forbidden, why, a change with what is said, what to do, and how it passes. */
export function renderPolicyPage(rule: PolicyRule, example: PolicyExample): string {
  const { before, after, known, output, good, agreed } = example;
  return [
    `# ${rule.code}: ${rule.name}`,
    `${rule.summary} An error fails the check of the pull request until somebody agrees who may: see [policy](../policy.md#who-may-agree).`,
    rule.why,
    '## Example',
    ...renderExampleChange(before, after),
    known,
    renderExampleText('text', output),
    '## What to do',
    rule.fix,
    ...(good.length === 0 ? [] : ['So it passes:', ...good.map(renderExampleFile)]),
    ...(agreed === undefined ? [] : [agreed]),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The index of `docs/policy/`. */
export function renderPolicyIndex(rules: readonly PolicyRule[]): string {
  const own = new Set(changeRules.map(({ code }) => code));
  const rows = rules.map(({ code, name, summary }) => {
    const page = own.has(code) ? `${code}.md` : `../rules/${code}.md`;
    return `| [${code}](${page}) | ${name} | ${summary} |`;
  });
  return [
    '# What a policy can find',
    '',
    'By what a pull request is judged, besides what is wrong in its files: see [policy](../policy.md). `segue explain CODE` shows a page in the',
    'terminal.',
    '',
    '| code | name | what is found |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
