import { untoldRisks } from '../../policy/judge-policy.ts';
import { workflowFile } from '../../workflow/workflow-path.ts';
import { quoted } from '../diff/diff-parts.ts';
import type { LocatedRisk } from '../diff/diff-view.ts';
import { countOf } from '../run/run-words.ts';
import { code, type Markdown, md, nothing, plain, strong } from '../text/markdown.ts';
import { bullets } from '../text/markdown-blocks.ts';
import { nameList } from '../text/name-list.ts';
import { sentence } from '../text/sentence.ts';
import { forecastWarnings, simulatedRisk } from './review-forecast.ts';
import type { LocatedPolicyFinding, ReviewFinding, ReviewTestFailure, ReviewView } from './review-view.ts';

/** One thing to look at. Of those of one kind the first stands for the others, where they are many. */
interface Problem {
  readonly item: Markdown;
  readonly kind: string;
  /** What is said of the others; it begins with how many they are. */
  readonly others: (count: number) => Markdown;
}

/** Of one kind as many are told one by one. */
const mostOfKind = 3;

/** All that a reviewer should look at, a line each: what fails the check, then warnings, then notes. */
export function problemList(view: ReviewView, atMost: number): Markdown {
  const items = foldKinds(problemsOf(view));
  const rest = items.length - atMost;
  const shown = rest === 1 ? items : items.slice(0, atMost);
  const more = rest > 1 ? md`And ${plain(countOf(rest, 'more finding'))}, all of them in the check.` : nothing;
  return bullets([...shown, more]);
}

/** What the policy says, what is open first, and what was waived. */
export function policyList({ policy, accepted }: Pick<ReviewView, 'policy' | 'accepted'>, atMost: number): Markdown {
  const open = policy.filter(({ missing }) => missing > 0);
  const waived = [...policy.filter(({ missing }) => missing === 0), ...accepted];
  const rest = open.length + waived.length - atMost;
  const items = [
    ...open.slice(0, atMost).map(policyItem),
    ...waived.slice(0, Math.max(0, atMost - open.length)).map(waivedItem),
  ];
  return bullets([...items, rest > 0 ? md`And ${plain(countOf(rest, 'more finding'))} of the policy.` : nothing]);
}

function problemsOf(view: ReviewView): readonly Problem[] {
  const { findings, tests, policy, accepted } = view;
  const of = (severity: ReviewFinding['severity']) => findings.filter((each) => each.severity === severity);
  const risks = (severity: LocatedRisk['severity']) => openRisks(view).filter((each) => each.severity === severity);
  const [blocking, others] = [policy.filter(({ blocks }) => blocks), policy.filter(({ blocks }) => !blocks)];
  return [
    ...of('error').map(errorProblem),
    ...firstOfCases(tests.failures).map((each) => alone(testItem(each))),
    ...blocking.map((each) => alone(policyItem(each))),
    ...forecastWarnings(view).map((item) => ({ item, kind: 'simulated', others: simulatedToo })),
    ...risks('warning').map((each) => alike(each, riskItem(each, simulatedRisk(view, each)))),
    ...others.filter(({ missing }) => missing > 0).map((each) => alike(each, policyItem(each))),
    ...of('warning').map((each) => alike(each, findingItem(each))),
    ...(view.isWorkflowStale ? [alone(staleItem())] : []),
    ...risks('note').map((each) => alike(each, riskItem(each))),
    ...of('note').map((each) => alike(each, findingItem(each))),
    ...others.filter(({ missing }) => missing === 0).map((each) => alone(waivedItem(each))),
    ...accepted.map((each) => alone(waivedItem(each))),
  ];
}

/** Risks that nobody who may has looked at, and that the policy does not tell of itself. */
export function openRisks({ diff, policy, accepted }: Pick<ReviewView, 'diff' | 'policy' | 'accepted'>) {
  return untoldRisks(diff.risks, [...policy, ...accepted]);
}

/** One slip in a file makes several errors of it. */
function errorProblem(finding: ReviewFinding): Problem {
  const { file } = finding;
  const others = (count: number) => md`❌ And ${plain(countOf(count, 'more error'))} in ${code(file)}.`;
  return { kind: `error ${file}`, item: findingItem(finding), others };
}

/** One edit of what is shared makes the same of many tasks. */
function alike(of: { readonly code: string; readonly severity: ReviewFinding['severity'] }, item: Markdown): Problem {
  const others = (count: number) =>
    md`${severityMark(of.severity)}And ${plain(countOf(count, 'more finding'))} of this kind. ${code(of.code)}`;
  return { kind: `${of.severity} ${of.code}`, item, others };
}

function simulatedToo(count: number): Markdown {
  return md`${severityMark('warning')}And ${plain(countOf(count, 'more pipeline'))} that fare worse, simulated.`;
}

function alone(item: Markdown): Problem {
  return { kind: '', item, others: () => nothing };
}

function foldKinds(problems: readonly Problem[]): readonly Markdown[] {
  const sizes = new Map<string, number>();
  for (const { kind } of problems) sizes.set(kind, (sizes.get(kind) ?? 0) + 1);
  const told = new Set<string>();
  return problems.flatMap(({ kind, item, others }) => {
    const size = sizes.get(kind) ?? 0;
    if (kind === '' || size <= mostOfKind) return [item];
    if (told.has(kind)) return [];
    told.add(kind);
    return [item, others(size - 1)];
  });
}

/** A mark that is not a colour alone. */
function severityMark(severity: ReviewFinding['severity']): Markdown {
  return severity === 'error' ? md`❌ ` : severity === 'warning' ? md`⚠️ ` : nothing;
}

function findingItem({ code: name, severity, file, region, message, help }: ReviewFinding): Markdown {
  const words = sentence(message);
  const head = severity === 'note' ? words : strong(words);
  return md`${severityMark(severity)}${head} ${helpWords(help)}${place(file, region.line)} ${code(name)}`;
}

function riskItem(risk: LocatedRisk, more = nothing): Markdown {
  const { code: name, severity, pipeline, message, help, file, line } = risk;
  const words = md`${plain(pipeline)}: ${sentence(message, 'within')}`;
  const head = severity === 'note' ? words : strong(words);
  return md`${severityMark(severity)}${head} ${helpWords(help)}${more}${place(file, line)} ${code(name)}`;
}

function testItem({ failure, more }: { readonly failure: ReviewTestFailure; readonly more: number }): Markdown {
  const { pipeline, name, file, region, expected, got, because } = failure;
  const [first = ''] = because;
  const why = first === '' ? nothing : md` (${plain(first, 120)})`;
  const others = more === 0 ? nothing : md` And ${plain(countOf(more, 'more difference'))}.`;
  return md`❌ **${plain(pipeline)}: the test “${plain(name, 100)}” fails.** Expected ${code(expected)}, got ${code(got)}${why}.${others} ${place(file, region.line)}`;
}

function policyItem(finding: LocatedPolicyFinding): Markdown {
  const { code: name, severity, message, help, file, line, agreed } = finding;
  const words = strong(
    md`${subject(finding)}${sentence(message, finding.pipeline === undefined ? 'begins' : 'within')}`,
  );
  const so = agreed.length === 0 ? nothing : md`Agreed so far: ${plain(nameList(agreed.map(({ login }) => login)))}. `;
  return md`${severityMark(severity)}${words} ${helpWords(help)}${so}${place(file, line)} ${code(name)}`;
}

/** Until then it wakes up at other times, or for other lanes. */
export const staleWords = {
  message: 'the workflow is not the one that these pipelines and settings give',
  help: '`segue workflow --write` mends it.',
} as const;

export function staleItem(): Markdown {
  return md`${severityMark('warning')}${strong(sentence(staleWords.message))} ${quoted(staleWords.help)} ${code(workflowFile)}`;
}

type Waived = Pick<LocatedPolicyFinding, 'code' | 'pipeline' | 'message' | 'agreed'>;

function waivedItem(finding: Waived): Markdown {
  const words = finding.agreed.map(({ login, reason }) => (reason === undefined ? login : `${login}: ${reason}`));
  return md`Waived by ${plain(nameList(words))}. ${subject(finding)}${sentence(finding.message, 'within')} ${code(finding.code)}`;
}

function subject({ pipeline }: Pick<LocatedPolicyFinding, 'pipeline'>): Markdown {
  return pipeline === undefined ? nothing : md`${plain(pipeline)}: `;
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

function helpWords(help: string | undefined): Markdown {
  return help === undefined ? nothing : md`${quoted(help)} `;
}

function place(file: string, line: number): Markdown {
  return code(`${file}:${line}`);
}
