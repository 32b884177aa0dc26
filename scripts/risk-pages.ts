import { analyse } from '../src/diff/analyse.ts';
import { type RiskExample, renderRiskIndex, renderRiskPage } from '../src/diff/risk-page.ts';
import { riskRules } from '../src/diff/risk-registry.ts';
import type { Side } from '../src/diff/side.ts';
import { formatDuration } from '../src/model/duration.ts';
import { loadPipeline } from '../src/model/load.ts';
import { defaultSettings } from '../src/model/settings.ts';
import { exampleTime, type RiskFixture, readRiskFixtures } from './risk-fixtures.ts';

export const riskFolder = 'docs/risks';
export const riskExamplesFile = 'src/diff/risk-examples.generated.ts';

/** A page for each risk and their index, by path. */
export function riskPages(examples: ReadonlyMap<string, RiskExample>): ReadonlyMap<string, string> {
  const files = new Map([[`${riskFolder}/README.md`, renderRiskIndex(riskRules)]]);
  for (const rule of riskRules) {
    const example = examples.get(rule.code);
    if (example === undefined) throw new Error(`${rule.code} has no fixtures below test/fixtures/risks`);
    files.set(`${riskFolder}/${rule.code}.md`, renderRiskPage(rule, example));
  }
  return files;
}

/** The fixtures with what is said about them now. */
export function riskExamples(): ReadonlyMap<string, RiskExample> {
  return new Map(readRiskFixtures().map((fixture) => [fixture.code, exampleOf(fixture)]));
}

function exampleOf(fixture: RiskFixture): RiskExample {
  const { code, before, after, good, history } = fixture;
  const { risks } = analyse(sideOf(before), sideOf(after), history, exampleTime);
  const said = risks.filter((each) => each.code === code);
  const lines = said.map(({ severity, message, help }) => `${severity}[${code}] ${message}\n  ${help}`);
  const known = knownText(fixture);
  return { before, after, good, ...(known === undefined ? {} : { known }), output: lines.join('\n') };
}

function sideOf(files: RiskFixture['before']): Side {
  const pipelines = files.flatMap(({ file, text }) => loadPipeline(file, text).pipeline ?? []);
  return { pipelines, settings: defaultSettings };
}

function knownText({ history }: RiskFixture): string | undefined {
  const facts = [...history.values()].flatMap(({ tasks, cursor }) => [
    ...Object.entries(tasks).map(
      ([task, { medianMs, p95Ms, attempts }]) =>
        `\`${task}\` took ${formatDuration(medianMs)} (median) and ${formatDuration(p95Ms)} (p95) in ${attempts} attempts`,
    ),
    ...(cursor === undefined
      ? []
      : [`the schedule is settled up to ${cursor}, and it is ${new Date(exampleTime).toISOString()}`]),
  ]);
  return facts.length === 0 ? undefined : `Known from earlier runs: ${facts.join('; ')}.`;
}
