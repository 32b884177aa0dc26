import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { renderFindingsGithub } from '../../src/report/findings/findings-github.ts';
import { renderFindingsJson } from '../../src/report/findings/findings-json.ts';
import { renderFindingsSarif } from '../../src/report/findings/findings-sarif.ts';
import { rules } from '../../src/validate/registry.ts';

const file = 'pipelines/a b,c: %.yml';
const text = 'tasks:\n  load: { needs: extrct }\n  load: |\n    two\n    lines\n';
const textOf = (name: string) => (name === file ? text : undefined);

function rangeOf(part: string) {
  const start = text.indexOf(part);
  return { file, start, end: start + part.length };
}

const findings: readonly Diagnostic[] = [
  {
    code: 'SG504',
    severity: 'note',
    message: 'the pipeline has no `owner`',
    range: { file, start: 0, end: 0 },
    related: [],
  },
  {
    code: 'SG201',
    severity: 'error',
    message: 'task `load` needs `extrct`, 100% unknown\r\n::error::not a command',
    range: rangeOf('extrct'),
    related: [],
    help: 'did you mean `extract`?',
  },
  {
    code: 'SG002',
    severity: 'error',
    message: 'twice',
    range: rangeOf('two\n    lines'),
    related: [{ range: rangeOf('load'), message: 'the first one' }],
  },
  {
    code: 'SG304',
    severity: 'warning',
    message: 'a file that is gone',
    range: { file: 'pipelines/gone.yml', start: 5, end: 9 },
    related: [],
  },
];

describe('findings for programs', () => {
  test('as JSON', async () => {
    const json = renderFindingsJson(findings, textOf);
    const parsed: unknown = JSON.parse(json);
    expect(parsed).toMatchObject([
      { code: 'SG504', line: 1, column: 1, endLine: 1, endColumn: 1 },
      { code: 'SG201', start: 24, end: 30, line: 2, column: 18, endLine: 2, endColumn: 24 },
      { code: 'SG002', line: 4, endLine: 5, related: [{ message: 'the first one', line: 2, column: 3 }] },
      { code: 'SG304', line: 1, column: 1 },
    ]);
    await expect(json).toMatchFileSnapshot('../fixtures/findings/findings.json');
  });

  test('as workflow commands, one line each, whatever the message holds', async () => {
    const commands = renderFindingsGithub(findings, textOf);
    const lines = commands.trimEnd().split('\n');
    expect(lines).toHaveLength(findings.length);
    for (const line of lines) expect(line).toMatch(/^::(error|warning|notice) file=[^,:]+,/);
    await expect(commands).toMatchFileSnapshot('../fixtures/findings/findings.github.txt');
  });

  test('as SARIF, with the rules that were found', async () => {
    const sarif = renderFindingsSarif(findings, textOf, { rules, version: '1.2.3' });
    const parsed = JSON.parse(sarif);
    const [run] = parsed.runs;
    expect(run.tool.driver.rules.map((rule: { id: string }) => rule.id)).toEqual(['SG002', 'SG201', 'SG304', 'SG504']);
    for (const result of run.results) expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
    await expect(sarif).toMatchFileSnapshot('../fixtures/findings/findings.sarif');
  });

  test('a path that cannot be encoded is no reason to fail', () => {
    const odd = findings.map((finding) => ({
      ...finding,
      range: { ...finding.range, file: 'pipelines/\ud800 ü.yml' },
    }));
    expect(renderFindingsSarif(odd, () => undefined, { rules, version: '1' })).toContain(
      'pipelines/%EF%BF%BD%20%C3%BC.yml',
    );
  });

  test('nothing found gives an empty list and no command', () => {
    expect(JSON.parse(renderFindingsJson([], textOf))).toEqual([]);
    expect(renderFindingsGithub([], textOf)).toBe('');
    expect(JSON.parse(renderFindingsSarif([], textOf, { rules, version: '1' })).runs[0].results).toEqual([]);
  });
});
