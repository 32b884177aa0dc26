import { describe, expect, it } from 'vitest';
import { isMap, isScalar, parseDocument, stringify } from 'yaml';
import { mapScalar } from '../../src/model/yaml/scalar-offsets.ts';
import fc from '../support/seeded-fast-check.ts';

/** The value of `key` with, for each of its units, the character of the text that it comes from. */
function mapped(text: string): { readonly value: string; readonly from: string | undefined } {
  const { contents } = parseDocument(text);
  const node = isMap(contents) ? contents.get('key', true) : undefined;
  if (!isScalar(node) || typeof node.value !== 'string' || !node.range) throw new Error('not a text');
  const offsets = mapScalar(text, node.type, node.range, node.value);
  return { value: node.value, from: offsets?.map((offset) => text[offset]).join('') };
}

describe('mapScalar', () => {
  it.each([
    ['key: plain text', 'plain text'],
    ['key: "quoted"', 'quoted'],
    ["key: 'it''s'", "it's"],
    ['key: |\n  one\n  two\n', 'one\ntwo\n'],
    ['key: |-\n  one\n\n  two', 'one\n\ntwo'],
    ['key: |2\n    one\n  two\n', '  one\ntwo\n'],
    ['a: 1\nkey: |  # why\n    one\n      more\n    two\n', 'one\n  more\ntwo\n'],
    ['key: |\r\n  one\r\n  two\r\n', 'one\rtwo\r'],
    ['key: >\n  one\n  two\n', 'one\ntwo\n'],
    ['key: one\n  two', 'one\ntwo'],
    ['key: "a\\\n  b"', 'ab'],
    ['key: |+\n  one\n\n', 'one\n\n'],
  ])('maps %j', (text, from) => {
    expect(mapped(text).from).toBe(from);
  });

  it('maps an escape to its backslash', () => {
    expect(mapped('key: "a\\tb\\u00e9\\U0001F600c"')).toEqual({ value: 'a\tbé😀c', from: 'a\\b\\\\\\c' });
  });

  it('maps a letter to the same letter, in every style', () => {
    const unit = fc.constantFrom('a', 'é', ' ', '\n', "'", '"', '\\', '#', ':', 'b');
    const style = fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED');
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1 }), style, fc.constantFrom(20, 80), (text, kind, lineWidth) => {
        const { value, from } = mapped(stringify({ key: text }, { defaultStringType: kind, lineWidth } as const));
        fc.pre(from !== undefined);
        expect(from).toHaveLength(value.length);
        for (const [index, char] of [...value].entries()) if (/[abé#:]/.test(char)) expect(from?.[index]).toBe(char);
      }),
      { numRuns: 500 },
    );
  });
});
