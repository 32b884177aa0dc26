import type { z } from 'zod';
import type { Range } from '../../diagnostic/diagnostic.ts';
import { nearest } from '../../diagnostic/suggest.ts';
import type { Checked } from '../checked.ts';
import { finding, type Report } from '../finding.ts';
import { foundWords, routeWords } from '../route-words.ts';
import type { Route, Source } from '../yaml/source.ts';
import { type Expectation, expectation } from './expectations.ts';
import { explainUnknownKey, meantKey } from './explain-unknown-key.ts';

type Issue = z.core.$ZodIssue;

/** Makes diagnostics of what the schema found. */
export function explainIssues(issues: readonly Issue[], checked: Checked): void {
  explainAll(issues, [], checked);
}

function explainAll(issues: readonly Issue[], prefix: Route, checked: Checked): void {
  const meant = new Set<string>();
  for (const issue of issues) {
    if (checked.isFull()) return;
    if (issue.code === 'unrecognized_keys') explainKeys(issue, prefix, checked, meant);
  }
  for (const issue of issues) {
    if (checked.isFull()) return;
    if (issue.code !== 'unrecognized_keys') explain(issue, prefix, checked, meant);
  }
}

/** What was meant by the keys is added to `meant`: that it is missing is the same mistake. */
function explainKeys(
  issue: Issue & { readonly code: 'unrecognized_keys' },
  prefix: Route,
  checked: Checked,
  meant: Set<string>,
): void {
  const route = [...prefix, ...toRoute(issue.path)];
  const known = issue.message.replace(/^keys:/, '').split(',');
  for (const key of issue.keys) {
    if (checked.isFull()) return;
    const value = valueAt(checked.value, [...route, key]);
    explainUnknownKey(key, route, known, value, checked);
    const other = meantKey(key, route, known, value, checked.kind);
    if (other !== undefined) meant.add(JSON.stringify([...route, other]));
  }
}

function explain(issue: Issue, prefix: Route, checked: Checked, meant: ReadonlySet<string>): void {
  const route = [...prefix, ...toRoute(issue.path)];
  const { value, source, report } = checked;
  const branch = issue.code === 'invalid_union' ? bestBranch(issue.errors) : undefined;
  const found = valueAt(value, route);
  if (branch !== undefined) explainAll(branch, route, checked);
  else if (found !== undefined) reportValue(issue, route, found, source, report);
  else if (!meant.has(JSON.stringify(route))) reportMissing(route, source, report);
}

/** The alternative whose own kind the value has: it was meant, and what is wrong lies within it. */
function bestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches.find((issues) => !issues.some((issue) => issue.code === 'invalid_type' && issue.path.length === 0));
}

function reportMissing(route: Route, source: Source, report: Report): void {
  const owner = route.slice(0, -1);
  const key = String(route.at(-1));
  const message = `${owner.length === 0 ? 'the file' : routeWords(owner)} has no \`${key}\``;
  report(finding('missingKey', ownerRange(owner, source), message, missingHelp[key]));
}

function ownerRange(owner: Route, source: Source): Range {
  if (owner.length > 0) return source.key(owner);
  const { file, start, end } = source.value(owner);
  return { file, start, end: Math.min(end, start + 1) };
}

const missingHelp: Readonly<Record<string, string>> = {
  tasks: 'Add at least one task:\n  tasks:\n    extract: { run: ./extract.sh }',
  run: 'Say what it does: `run: ./extract.sh`.',
  cron: 'Say when: `cron: "0 5 * * *"` is every day at five.',
  limit: 'Say how many tries follow the first: `limit: 3`.',
  pipeline: 'Say which pipeline, by its id: `pipeline: ingest/crm`.',
  from: 'Say from when on: `from: 2026-01-01`.',
  to: 'Say up to when: `to: 2026-02-01`; intervals that start on that day are left out.',
  reason: 'Say why, for those who ask later: `reason: the CRM sent wrong prices in January`.',
  image: 'Say which: `image: python:3.13`.',
  slots: 'Say how many tasks may hold a slot at once: `slots: 2`.',
};

function reportValue(issue: Issue, route: Route, found: unknown, source: Source, report: Report): void {
  const expected = expectation(issue.message);
  const name = isBound(issue) ? 'outOfBounds' : expected.code;
  const message = `${routeWords(route)} must be ${expects(issue, expected)}, but it is ${foundWords(found)}`;
  report(finding(name, source.value(route), message, help(issue, expected, found)));
}

function isBound(issue: Issue): boolean {
  return issue.code === 'too_big' || issue.code === 'too_small';
}

function expects(issue: Issue, expected: Expectation): string {
  switch (issue.code) {
    case 'too_small':
      return issue.origin === 'array' ? expected.expects : `at least ${issue.minimum}`;
    case 'too_big':
      if (issue.origin === 'string') return expected.expects;
      return issue.origin === 'array' ? `a list of at most ${issue.maximum} items` : `at most ${issue.maximum}`;
    case 'invalid_value':
      return `one of ${issue.values.map((value) => `\`${String(value)}\``).join(', ')}`;
    default:
      return expected.expects;
  }
}

function help(issue: Issue, expected: Expectation, found: unknown): string | undefined {
  if (isBound(issue) && expected.code === 'wrongType') return undefined;
  if (issue.code === 'invalid_value' && typeof found === 'string') {
    const near = nearest(found, issue.values.map(String));
    return near === undefined ? undefined : `Did you mean \`${near}\`?`;
  }
  return typeof expected.help === 'function' ? expected.help(found) : expected.help;
}

function toRoute(path: readonly PropertyKey[]): Route {
  return path.map((step) => (typeof step === 'number' ? step : String(step)));
}

/** The value at a route, or `undefined`. */
export function valueAt(value: unknown, route: Route): unknown {
  let current = value;
  for (const step of route) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Readonly<Record<string | number, unknown>>)[step];
  }
  return current;
}
