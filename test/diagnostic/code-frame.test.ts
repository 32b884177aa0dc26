import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { renderDiagnostic } from '../../src/diagnostic/code-frame.ts';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import fc from '../support/seeded-fast-check.ts';

const file = 'pipelines/etl.yml';
const text = 'tasks:\n  load:\n    run: ./load.sh\n    retires: 3\n';
const plain = { color: false, width: 80 };

function finding(range: Partial<Diagnostic['range']>, more: Partial<Diagnostic> = {}): Diagnostic {
  const place = { file, start: 0, end: 0, ...range };
  return { code: 'SG101', severity: 'error', message: 'no such key', range: place, related: [], ...more };
}

function render(diagnostic: Diagnostic, of = text, options = plain): string {
  return renderDiagnostic(diagnostic, (name) => (name === file ? of : undefined), options);
}

describe('renderDiagnostic', () => {
  it('shows the line, the mark and the help', () => {
    const start = text.indexOf('retires');
    expect(
      `\n${render(finding({ start, end: start + 7 }, { help: 'Did you mean `retries`?\n  retries: 3' }))}\n`,
    ).toBe(`
error[SG101]: no such key
 --> pipelines/etl.yml:4:5
  |
4 |     retires: 3
  |     ^^^^^^^
  |
  = help: Did you mean \`retries\`?
      retries: 3
`);
  });

  it('shows related places with their messages, also of files that are not at hand', () => {
    const related = [
      { range: { file, start: 9, end: 13 }, message: 'this task' },
      { range: { file: 'other.yml', start: 5, end: 9 }, message: 'and that one' },
    ];
    const start = text.indexOf('run');
    expect(`\n${render(finding({ start, end: start + 3 }, { severity: 'warning', related }))}\n`).toBe(`
warning[SG101]: no such key
 --> pipelines/etl.yml:3:5
  |
3 |     run: ./load.sh
  |     ^^^
 ::: pipelines/etl.yml:2:3
  |
2 |   load:
  |   ---- this task
 ::: other.yml: and that one
`);
  });

  it('shows the first and the last line of a longer range', () => {
    const start = text.indexOf('load');
    expect(`\n${render(finding({ start, end: text.length }))}\n`).toBe(`
error[SG101]: no such key
 --> pipelines/etl.yml:2:3
  |
2 |   load:
  |   ^^^^^
  ⋮
4 |     retires: 3
  |     ^^^^^^^^^^
`);
  });

  it('names only the file for a finding about the whole of it', () => {
    expect(render(finding({}), '')).toBe('error[SG101]: no such key\n --> pipelines/etl.yml');
  });

  it('counts tabs and wide characters as cells', () => {
    const wide = '\tname: 日本 x';
    const start = wide.indexOf('x');
    const [, , , code, mark] = render(finding({ start, end: start + 1 }), wide).split('\n');
    expect(code).toBe('1 |     name: 日本 x');
    expect(mark).toBe(`  | ${' '.repeat(15)}^`);
  });

  it('clips long lines around the mark', () => {
    const long = `run: ${'a'.repeat(500)}HERE${'b'.repeat(500)}`;
    const start = long.indexOf('HERE');
    const [, , , code = '', mark = ''] = render(finding({ start, end: start + 4 }), long, {
      color: false,
      width: 40,
    }).split('\n');
    expect(code).toMatch(/^1 \| …a+HEREb+…$/);
    expect(code.length).toBeLessThanOrEqual(41);
    expect(mark.indexOf('^^^^')).toBe(code.indexOf('HERE'));
  });

  it('paints only if asked to', () => {
    const range = { start: 0, end: 5 };
    const painted = render(finding(range), text, { color: true, width: 80 });
    expect(painted).toContain('\u001b[1;31merror[SG101]\u001b[0m');
    expect(stripVTControlCharacters(painted)).toBe(render(finding(range)));
  });

  it('disarms control characters in its own words', () => {
    const shown = render(finding({}, { message: 'key `\u001b[2J`', help: 'not\u0007\nhere\r' }));
    expect(shown.split('\n')).toEqual([
      'error[SG101]: key `·[2J`',
      ' --> pipelines/etl.yml',
      '  |',
      '  = help: not·',
      '    here·',
    ]);
  });

  it('disarms control characters in the name of a file, whoever chose it', () => {
    const file = 'pipelines/a\u001b[31m\nb.yml';
    for (const range of [{ file }, { file, start: 0, end: 5 }]) {
      const [, place] = renderDiagnostic(finding(range), () => text, { color: false, width: 80 }).split('\n');
      expect(place).toMatch(/^ --> pipelines\/a·\[31m·b\.yml(:1:1)?$/);
    }
  });

  it('never throws, and never prints a control character of the code', () => {
    const unit = fc.constantFrom('a', ' ', '\t', '\n', '\r', '\u0007', '\u202e', 'é', '日', '😀', '\ud83d');
    fc.assert(
      fc.property(
        fc.string({ unit, maxLength: 80 }),
        fc.nat(50),
        fc.nat(50),
        fc.nat(100),
        (code, start, length, width) => {
          const shown = render(finding({ start, end: start + length }), code, { color: false, width });
          expect(shown.replaceAll('\n', '')).not.toMatch(/\p{Cc}|[\u202a-\u202e]/u);
        },
      ),
    );
  });
});
