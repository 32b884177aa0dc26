import { describe, expect, it } from 'vitest';
import { limits } from '../../src/model/limits.ts';
import { loadPipeline } from '../../src/model/load.ts';

const good = 'tasks: { a: { run: x } }';

function found(input: string | Uint8Array) {
  const { diagnostics, source } = loadPipeline('pipelines/a.yml', input);
  return diagnostics.map(({ code, range, message }) => ({
    code,
    at: source.text.slice(range.start, range.end),
    message,
  }));
}

describe('the text of a file', () => {
  it.each([
    ['tasks:\n\ta: 1\n', '\t', 'tab'],
    ['tasks: { a: { run: "x } }\n', '"x } }', 'not closed'],
    ["tasks:\n  a: { run: 'x }\n  b: { run: x }\n", "'x }", 'not closed'],
    ['tasks: { a: { run: x }\n', '', '`}` is missing'],
    ['run: a: b\n', 'a', 'second `key: value`'],
    ['tasks: !foo { a: { run: x } }\n', '!foo', 'tags'],
    ['tasks: { a: { run: *x } }\n', '*x', 'no anchor'],
    ['tasks: &t { a: *t }\n', '*t', 'no anchor'],
    ['tasks: { a: { run: @x } }\n', '@', 'cannot start'],
    ['tasks:\n  a: { run: x }\n b: { run: x }\n', ' ', 'indentation'],
  ])('that is no YAML is explained: %j', (text, at, message) => {
    const syntax = found(text).filter(({ code }) => code === 'SG001');
    expect(syntax).toContainEqual({
      code: 'SG001',
      at: expect.stringContaining(at),
      message: expect.stringContaining(message),
    });
  });

  it.each([
    [`tasks: { a: { run: x, if: \${{ needs.a.result }} } }`, `"\${{ needs.a.result }}"`],
    [`tasks:\n a: {\n  run: x,\n  env: {\n   A: \${{ params.a }},\n   B: x\n  }\n }\n`, `"\${{ params.a }}"`],
    [`tasks: { a: { run: x, foreach: [\${{ a }}, \${{ b }}] } }`, `"\${{ a }}"`],
    [`tasks:\n  a:\n    run: x\n    if: \${{ contains('a: b', 'c') }}\n`, `"\${{ contains('a: b', 'c') }}"`],
    [`tasks: { a: { run: x, if: \${{ "a" }} } }`, `"\${{ … }}"`],
  ])('needs quotes around some expressions, which is one error: %j', (text, written) => {
    const { diagnostics } = loadPipeline('pipelines/a.yml', text);
    expect(diagnostics).toMatchObject([
      { code: 'SG001', message: expect.stringContaining('must stand in quotes'), help: `Write \`${written}\`.` },
    ]);
  });

  it.each([
    ['tasks:\n  a:\n\trun: x\n', 'Indent with spaces.'],
    [`on: { schedule: [{ cron: @daily }] }\n${good}`, 'Write `cron: "0 0 * * *"`.'],
    [`on:\n  schedule:\n    - cron: * 5 * * *\n${good}`, 'Put a text that starts with `*` or `&` in quotes.'],
  ])('gives one finding for one mistake: %j', (text, help) => {
    const { diagnostics } = loadPipeline('pipelines/a.yml', text);
    expect(diagnostics).toMatchObject([{ code: 'SG001', help }]);
  });

  it('repeats nothing that an alias repeats', () => {
    expect(found('tasks:\n  a: &a { run: x, timeout: 5 }\n  b: *a\n  c: *a\n')).toMatchObject([
      { code: 'SG108', at: '5' },
    ]);
  });

  it('has each key once', () => {
    const { diagnostics } = loadPipeline('pipelines/a.yml', 'tasks: { a: { run: x, run: y } }');
    expect(diagnostics).toMatchObject([
      { code: 'SG002', range: { start: 22, end: 25 }, related: [{ range: { start: 14, end: 17 } }] },
    ]);
  });

  it('is not too large', () => {
    const text = `${good}\n#${'x'.repeat(limits.fileSize)}`;
    expect(found(text)).toMatchObject([{ code: 'SG003', at: '' }]);
    expect(found(new TextEncoder().encode(text))).toMatchObject([{ code: 'SG003' }]);
    expect(found(text.slice(0, limits.fileSize))).toEqual([]);
  });

  it('does not grow by its aliases', () => {
    const levels = 'abcdefghi'.split('').map((name, index) => {
      const items = index === 0 ? 'x' : `*${'abcdefghi'[index - 1]}`;
      return `${name}: &${name} [${Array(10).fill(items).join(', ')}]`;
    });
    expect(found(`${levels.join('\n')}\n${good}`).filter(({ code }) => code === 'SG004')).toMatchObject([{ at: '*' }]);
  });

  it.each([
    ['brackets', '[{', '[', 'more than 1000 brackets are open'],
    ['braces over lines', '{\n', '{', 'more than 1000 brackets are open'],
    ['lists of nothing', '- ', '-', 'more than 250000 lines, items'],
    ['lines', '\n', '\n', 'more than 250000 lines, items'],
    ['a long list', 'a,', ',', 'more than 250000 lines, items'],
  ])('is refused before it is parsed if it is nothing but %s', (_, part, at, message) => {
    const text = `${good}\n${part.repeat(limits.fileSize / part.length - 30)}`;
    expect(found(text)).toEqual([{ code: 'SG004', at, message: expect.stringContaining(message) }]);
  });

  it('may hold scripts with brackets of their own', () => {
    const script = `run: |\n${'  if [[ $x == {a,b} ]]; then echo "[" "]"; fi\n'.repeat(2_000)}`.replaceAll(
      '\n',
      '\n    ',
    );
    expect(found(`tasks:\n  a:\n    ${script}\n`)).toEqual([]);
  });

  it('does not nest without end', () => {
    expect(found(`tasks: ${'['.repeat(60)}${']'.repeat(60)}`)).toMatchObject([{ code: 'SG004' }]);
    expect(found('['.repeat(50_000)).map(({ code }) => code)).toContain('SG004');
  });

  it.each([
    [new Uint8Array([0x61, 0x0a, 0xff]), 'line 2'],
    [new Uint8Array([0xff, 0xfe, 0x61, 0x00]), 'not UTF-8'],
    ['a: \u0000', 'U+0000'],
    [`${good} # \u202e`, 'direction'],
    [`${good}\n---\n${good}`, 'several YAML documents'],
  ])('is one readable text: %j', (input, message) => {
    expect(found(input)).toMatchObject([{ code: 'SG005', message: expect.stringContaining(message) }]);
  });

  it.each(['', '\n# nothing\n', '- a', 'text', '5', '---\n'])('is a mapping: %j', (text) => {
    expect(found(text)).toMatchObject([{ code: 'SG006' }]);
  });

  it('has no merge keys', () => {
    expect(found('tasks: { a: &a { run: x }, b: { <<: *a, run: y } }')).toMatchObject([{ code: 'SG102', at: '<<' }]);
  });

  it.each([
    ['quotes', '"" '],
    ['anchors', '&a '],
    ['brackets', ']\n'],
    ['directives', '%a\n'],
  ])(
    'may be nothing but %s without taking long',
    (_, piece) => {
      const codes = found(piece.repeat(100_000)).map(({ code }) => code);
      expect(codes.length).toBeLessThanOrEqual(20);
      expect(new Set(codes)).toEqual(new Set(['SG001']));
    },
    5_000,
  );
});
