import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { mostResults, renderFindingsSarif } from '../../src/report/findings/findings-sarif.ts';
import { rules } from '../../src/validate/registry.ts';
import fc from '../support/seeded-fast-check.ts';

const { schema } = JSON.parse(readFileSync(new URL('../fixtures/sarif-schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addFormat('uri', (text) => URL.canParse(text));
ajv.addFormat('uri-reference', /^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[\dA-Fa-f]{2})*$/);
const isSarif = ajv.compile(schema);

/** What the schema of SARIF finds wrong. */
function problemsOf(findings: readonly Diagnostic[], text = 'tasks:\n  a: {}\n'): readonly unknown[] {
  const log = JSON.parse(renderFindingsSarif(findings, () => text, { rules, version: '1.2.3' }));
  return isSarif(log) ? [] : (isSarif.errors ?? []);
}

const some: Diagnostic = {
  code: 'SG201',
  severity: 'error',
  message: 'm',
  range: { file: 'pipelines/a.yml', start: 0, end: 5 },
  related: [{ range: { file: 'pipelines/b.yml', start: 3, end: 9 }, message: 'first' }],
  help: 'h',
};

test('every rule can be told as SARIF says', () => {
  expect(problemsOf(rules.map(({ code, severity }) => ({ ...some, code, severity })))).toEqual([]);
  expect(problemsOf([])).toEqual([]);
});

test('so can more findings than are taken', () => {
  expect(problemsOf(Array.from({ length: mostResults + 1 }, () => some))).toEqual([]);
});

test('the schema does find what is wrong', () => {
  const log = JSON.parse(renderFindingsSarif([some], () => undefined, { rules, version: '1' }));
  log.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0;
  log.runs[0].results[0].severity = 'error';
  log.runs[0].results[0].level = 'fatal';
  expect(isSarif(log)).toBe(false);
  const found = (isSarif.errors ?? []).map(({ keyword }) => keyword).sort();
  expect(found).toEqual(['additionalProperties', 'enum', 'minimum']);
});

test('whatever a file is called, holds and is told of', () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 });
  const range = fc.record({ file: text, start: fc.nat(80), end: fc.nat(80) });
  const finding: fc.Arbitrary<Diagnostic> = fc.record({
    code: fc.constantFrom('SG001', 'SG504', 'SG999'),
    severity: fc.constantFrom('error', 'warning', 'note'),
    message: text,
    help: text,
    range,
    related: fc.array(fc.record({ range, message: text }), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(fc.array(finding, { maxLength: 4 }), text, (findings, content) => {
      expect(problemsOf(findings, content)).toEqual([]);
    }),
  );
});
