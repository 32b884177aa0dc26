import type { ExampleFile } from '../src/diagnostic/example-page.ts';
import { analyse } from '../src/diff/analyse.ts';
import type { Side } from '../src/diff/side.ts';
import { loadPipeline, loadSettings } from '../src/model/load.ts';
import { settingsFile } from '../src/model/settings.ts';
import type { PolicyFinding } from '../src/policy/finding.ts';
import { judgePolicy } from '../src/policy/judge-policy.ts';
import { type PolicyExample, renderPolicyIndex, renderPolicyPage } from '../src/policy/policy-page.ts';
import { changeRules, policyRules } from '../src/policy/policy-registry.ts';
import { readRulebook } from '../src/policy/rulebook.ts';
import { type PolicyFixture, readPolicyFixtures } from './policy-fixtures.ts';
import { exampleTime } from './risk-fixtures.ts';

export const policyFolder = 'docs/policy';
export const policyExamplesFile = 'src/policy/policy-examples.generated.ts';

const commit = '0'.repeat(40);

/** A page for each rule about changes and the index of all, by path. */
export function policyPages(examples: ReadonlyMap<string, PolicyExample>): ReadonlyMap<string, string> {
  const files = new Map([[`${policyFolder}/README.md`, renderPolicyIndex(policyRules)]]);
  for (const rule of changeRules) {
    const example = examples.get(rule.code);
    if (example === undefined) throw new Error(`${rule.code} has no fixtures below test/fixtures/policy`);
    files.set(`${policyFolder}/${rule.code}.md`, renderPolicyPage(rule, example));
  }
  return files;
}

/** The fixtures with what is said about them now. */
export function policyExamples(): ReadonlyMap<string, PolicyExample> {
  return new Map(readPolicyFixtures().map((fixture) => [fixture.code, exampleOf(fixture)]));
}

/** What is said about the change of a fixture; `isAgreed`: where it passes. */
export function judgeFixture(fixture: PolicyFixture, isAgreed: boolean): readonly PolicyFinding[] {
  const { before, after, good, people } = fixture;
  const changed = isAgreed && good.length > 0 ? good : after;
  const [base, head] = [sideOf(before), sideOf(merged(before, changed))];
  const analysis = analyse(base, head, new Map(), exampleTime);
  const textOf = (path: string) => before.find(({ file }) => file === path)?.text ?? '';
  return judgePolicy({
    ...{ base, head, diff: analysis, risks: analysis.risks, now: exampleTime },
    rules: readRulebook({ settings: textOf(settingsFile), codeowners: textOf('.github/CODEOWNERS') }),
    people: {
      author: people.author,
      commit,
      base: 'main',
      approvals: isAgreed ? (people.approves ?? []).map((login) => ({ login, commit, base: 'main' })) : [],
      waivers: [],
      teams: new Map(Object.entries(people.teams ?? {})),
    },
  });
}

function exampleOf(fixture: PolicyFixture): PolicyExample {
  const { before, after, good, people } = fixture;
  const said = judgeFixture(fixture, false).map(({ code, severity, pipeline, message, help }) => {
    const subject = pipeline === undefined ? '' : `${pipeline}: `;
    return `${severity}[${code}] ${subject}${message}\n  ${help}`;
  });
  const who = (people.approves ?? []).map((login) => `\`@${login}\``).join(' and ');
  const members = Object.entries(people.teams ?? {}).map(
    ([team, logins]) => ` In \`${team}\` are ${logins.map((login) => `\`@${login}\``).join(' and ')}.`,
  );
  return {
    ...{ before, after, good },
    known: `The pull request is of \`@${people.author}\`.${members.join('')}`,
    output: said.join('\n'),
    ...(who === '' ? {} : { agreed: `With an approving review of ${who} it passes.` }),
  };
}

function merged(before: readonly ExampleFile[], after: readonly ExampleFile[]): readonly ExampleFile[] {
  return [...new Map([...before, ...after].map((each) => [each.file, each])).values()];
}

function sideOf(files: readonly ExampleFile[]): Side {
  const { settings } = loadSettings(settingsFile, files.find(({ file }) => file === settingsFile)?.text);
  const pipelines = files
    .filter(({ file }) => file.startsWith('pipelines/'))
    .flatMap(({ file, text }) => loadPipeline(file, text, settings).pipeline ?? []);
  return { pipelines, settings, digests: new Map(files.map(({ file, text }) => [file, text])) };
}
