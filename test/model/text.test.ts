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
