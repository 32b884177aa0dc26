import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RiskExample } from '../src/diff/risk-page.ts';
import type { PolicyExample } from '../src/policy/policy-page.ts';
import { rules } from '../src/validate/registry.ts';
import { type RuleExample, renderRuleIndex, renderRulePage } from '../src/validate/rule-page.ts';
import { policyExamples, policyExamplesFile, policyFolder, policyPages } from './policy-pages.ts';
import { type ProblemRow, readProblemRows } from './problem-rows.ts';
import { riskExamples, riskExamplesFile, riskFolder, riskPages } from './risk-pages.ts';
import { readRuleFixtures } from './rule-fixtures.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const pagesFolder = 'docs/rules';
const examplesFile = 'src/validate/rule-examples.generated.ts';
const problemsPage = 'docs/problems.md';
const problemsFile = 'src/report/findings/problem-rows.generated.ts';
const command = 'node scripts/generate-rule-pages.ts';

/**
 * All generated files by path: a page for each rule, each risk and what a policy finds, their indexes, and the examples and problems that the program
 * carries with it.
 */
function generate(): ReadonlyMap<string, string> {
  const examples = new Map<string, RuleExample>();
  for (const { code, bad, output, good, settings } of readRuleFixtures()) {
    const shared = settings === undefined ? [] : [{ file: '.github/segue.yml', text: settings }];
    examples.set(code, { bad: [...bad.shown, ...shared], output, good: good.shown });
  }
  const files = new Map([[`${pagesFolder}/README.md`, renderRuleIndex(rules)]]);
  for (const rule of rules) {
    const example = examples.get(rule.code);
    if (example === undefined) throw new Error(`${rule.code} has no fixtures below test/fixtures/rules`);
    files.set(`${pagesFolder}/${rule.code}.md`, renderRulePage(rule, example));
  }
  files.set(problemsFile, renderProblems(readProblemRows(read(problemsPage) ?? '')));
  const risks = riskExamples();
  for (const [file, text] of riskPages(risks)) files.set(file, text);
  files.set(riskExamplesFile, renderExamples(risks, 'test/fixtures/risks', ['risk', 'RiskExample']));
  const found = policyExamples();
  for (const [file, text] of policyPages(found)) files.set(file, text);
  files.set(policyExamplesFile, renderExamples(found, 'test/fixtures/policy', ['policy', 'PolicyExample']));
  return files.set(examplesFile, renderExamples(examples, 'test/fixtures/rules', ['rule', 'RuleExample']));
}

/** One line of JSON a rule, so that a change of one fixture changes one line. */
function renderExamples(
  examples: ReadonlyMap<string, RuleExample | RiskExample | PolicyExample>,
  folder: string,
  [kind, type]: readonly [kind: string, type: string],
): string {
  const lines = Array.from(examples, ([code, example]) => `  ${code}: ${quote(JSON.stringify(example))},`);
  const text = [
    `// Made by \`${command}\` from ${folder}; do not edit.`,
    '',
    `/** The fixtures of every ${kind === 'policy' ? 'rule about changes' : kind}, by code, each a \`${type}\` as JSON. */`,
    `export const ${kind}Examples: Readonly<Record<string, string>> = {`,
    ...lines,
    '};',
    '',
  ].join('\n');
  return format(text);
}

function renderProblems(rows: readonly ProblemRow[]): string {
  const lines = rows.map(({ code, wrong, help }) => `  ${code}: [${JSON.stringify(wrong)}, ${JSON.stringify(help)}],`);
  const text = [
    `// Made by \`${command}\` from ${problemsPage}; do not edit.`,
    '',
    '/** By code: what is wrong and what to do, as Markdown. */',
    'export const problemRows: Readonly<Record<string, readonly [wrong: string, help: string]>> = {',
    ...lines,
    '};',
    '',
  ].join('\n');
  return format(text);
}

/** A JSON text as a TypeScript string; `$` is escaped in the JSON, lest the string looks like a template. */
function quote(json: string): string {
  return `'${json.replaceAll('$', '\\u0024').replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function format(input: string): string {
  const biome = join(root, 'node_modules/.bin/biome');
  const formatted = spawnSync(biome, ['format', `--stdin-file-path=${examplesFile}`], {
    cwd: root,
    input,
    encoding: 'utf8',
  });
  if (formatted.status !== 0) throw new Error(`biome could not format: ${formatted.stderr}`);
  return formatted.stdout;
}

/** Pages that nothing is about any more. */
function leftOver(files: ReadonlyMap<string, string>): readonly string[] {
  const pages = [pagesFolder, riskFolder, policyFolder].flatMap((folder) =>
    existsSync(join(root, folder)) ? readdirSync(join(root, folder)).map((page) => `${folder}/${page}`) : [],
  );
  return pages.filter((page) => !files.has(page));
}

function read(file: string): string | undefined {
  return existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined;
}

function check(files: ReadonlyMap<string, string>): number {
  const stale = [...files].filter(([file, text]) => read(file) !== text).map(([file]) => file);
  const wrong = [...stale, ...leftOver(files)];
  for (const file of wrong) process.stderr.write(`${file} is not what its fixtures and rule give\n`);
  if (wrong.length > 0) process.stderr.write(`run: ${command}\n`);
  return wrong.length > 0 ? 1 : 0;
}

function write(files: ReadonlyMap<string, string>): number {
  for (const folder of [pagesFolder, riskFolder, policyFolder]) mkdirSync(join(root, folder), { recursive: true });
  for (const file of leftOver(files)) rmSync(join(root, file));
  for (const [file, text] of files) writeFileSync(join(root, file), text);
  return 0;
}

const files = generate();
process.exitCode = process.argv.includes('--check') ? check(files) : write(files);
