import { quoted } from './diff-parts.ts';
import type { LocatedRisk } from './diff-view.ts';
import { code, type Markdown, md, nothing, plain, strong } from './markdown.ts';
import { bullets } from './markdown-blocks.ts';
import { nameList } from './name-list.ts';
import type { LocatedPolicyFinding, ReviewFinding, ReviewTestFailure, ReviewView } from './review-view.ts';
import { countOf } from './run-words.ts';

/** All that a reviewer should look at, one line each: what fails the check, then warnings, then notes. */
export function problemList(view: ReviewView, atMost: number): Markdown {
  const items = problemItems(view);
  const rest = items.length - atMost;
  const shown = rest === 1 ? items : items.slice(0, atMost);
  return bullets([
    ...shown,
    rest > 1 ? md`And ${plain(countOf(rest, 'more finding'))}, all of them in the check.` : nothing,
  ]);
}

function problemItems({ findings, tests, policy, diff, accepted }: ReviewView): readonly Markdown[] {
  const of = (severity: ReviewFinding['severity']) => findings.filter((each) => each.severity === severity);
  const risks = (severity: LocatedRisk['severity']) => diff.risks.filter((each) => each.severity === severity);
  const [blocking, others] = [policy.filter(({ blocks }) => blocks), policy.filter(({ blocks }) => !blocks)];
  return [
    ...of('error').map(findingItem),
    ...firstOfCases(tests.failures).map(testItem),
    ...blocking.map(policyItem),
    ...risks('warning').map(riskItem),
    ...others.filter(({ missing }) => missing > 0).map(policyItem),
    ...of('warning').map(findingItem),
    ...risks('note').map(riskItem),
    ...of('note').map(findingItem),
    ...others.filter(({ missing }) => missing === 0).map(waivedItem),
    ...accepted.map(waivedItem),
  ];
}

/** All that the policy says, and what was waived. */
export function policyList({ policy, accepted }: Pick<ReviewView, 'policy' | 'accepted'>): Markdown {
  const open = policy.filter(({ missing }) => missing > 0);
  const waived = policy.filter(({ missing }) => missing === 0);
  return bullets([...open.map(policyItem), ...waived.map(waivedItem), ...accepted.map(waivedItem)]);
}

/** A mark that is not a colour alone. */
export function severityMark(severity: ReviewFinding['severity']): Markdown {
  return severity === 'error' ? md`❌ ` : severity === 'warning' ? md`⚠️ ` : nothing;
}

function findingItem({ code: name, severity, file, region, message, help }: ReviewFinding): Markdown {
  const words = sentence(message);
  const head = severity === 'note' ? words : strong(words);
  return md`${severityMark(severity)}${head} ${helpWords(help)}${place(file, region.line)} ${code(name)}`;
}

function riskItem({ code: name, severity, pipeline, message, help, file, line }: LocatedRisk): Markdown {
  const words = md`${plain(pipeline)}: ${sentence(message)}`;
  const head = severity === 'note' ? words : strong(words);
  return md`${severityMark(severity)}${head} ${helpWords(help)}${place(file, line)} ${code(name)}`;
}

function testItem({ failure, more }: { readonly failure: ReviewTestFailure; readonly more: number }): Markdown {
  const { pipeline, name, file, region, expected, got } = failure;
  const others = more === 0 ? nothing : md` And ${plain(countOf(more, 'more difference'))}.`;
  return md`❌ **${plain(pipeline)}: the test “${plain(name, 100)}” fails.** Expected ${code(expected)}, got ${code(got)}.${others} ${place(file, region.line)}`;
}

function policyItem(finding: LocatedPolicyFinding): Markdown {
  const { code: name, severity, pipeline, message, help, file, line, agreed } = finding;
  const subject = pipeline === undefined ? nothing : md`${plain(pipeline)}: `;
  const so = agreed.length === 0 ? nothing : md`Agreed so far: ${plain(nameList(agreed.map(({ login }) => login)))}. `;
  return md`${severityMark(severity)}${strong(md`${subject}${sentence(message)}`)} ${helpWords(help)}${so}${place(file, line)} ${code(name)}`;
}

function waivedItem({
  code: name,
  pipeline,
  message,
  agreed,
}: Pick<LocatedPolicyFinding, 'code' | 'pipeline' | 'message' | 'agreed'>): Markdown {
  const subject = pipeline === undefined ? nothing : md`${plain(pipeline)}: `;
  const words = agreed.map(({ login, reason }) => (reason === undefined ? login : `${login}: ${reason}`));
  return md`${subject}${sentence(message)} Waived by ${plain(nameList(words))}. ${code(name)}`;
}

/** The first difference of each case: the others mostly follow from it. */
function firstOfCases(failures: readonly ReviewTestFailure[]) {
  const cases = new Map<string, { readonly failure: ReviewTestFailure; more: number }>();
  for (const failure of failures) {
    const key = JSON.stringify([failure.file, failure.name]);
    const known = cases.get(key);
    if (known === undefined) cases.set(key, { failure, more: 0 });
    else known.more += 1;
  }
  return [...cases.values()];
}

/** Messages begin small and end without a full stop in code frames; here they are sentences. */
function sentence(message: string): Markdown {
  return md`${quoted(message)}${/[.!?]$/.test(message.trimEnd()) ? nothing : md`.`}`;
}

function helpWords(help: string | undefined): Markdown {
  return help === undefined ? nothing : md`${quoted(help)} `;
}

function place(file: string, line: number): Markdown {
  return code(`${file}:${line}`);
}
