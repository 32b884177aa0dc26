import { describe, expect, test } from 'vitest';
import { outputLimits, parseOutputs } from '../../src/process/outputs.ts';
import fc from '../support/seeded-fast-check.ts';

function outputsOf(text: string): unknown {
  const parsed = parseOutputs(text);
  return parsed.ok ? parsed.outputs : parsed.message;
}

describe('accepted', () => {
  test.each([
    ['', {}],
    ['\n\n', {}],
    ['a=1', { a: '1' }],
    ['a=1\nb=2\n', { a: '1', b: '2' }],
    ['a=1\na=2\n', { a: '2' }],
    ['a=', { a: '' }],
    ['a= b = c ', { a: ' b = c ' }],
    ['a=x<<y', { a: 'x<<y' }],
    ['a=1\r\nb=2\r\n', { a: '1', b: '2' }],
    ['\uFEFFa=1', { a: '1' }],
    ['a<<EOF\none\n\ntwo=2\nEOF\nb=1', { a: 'one\n\ntwo=2', b: '1' }],
    ['a<<EOF\nEOF\n', { a: '' }],
    ['a<<E=F\nx\nE=F\n', { a: 'x' }],
    ['row-count_2=ä€😀', { 'row-count_2': 'ä€😀' }],
    ['__proto__=1', { ['__proto__']: '1' }],
  ])('%j', (text, outputs) => {
    expect(outputsOf(text)).toEqual(outputs);
  });
});

describe('refused, with the line', () => {
  test.each([
    ['a=1\nnonsense', /line 2: expected name=value or name<<END, found "nonsense"/],
    ['a<<EOF\nx\n', /line 1: the value of "a" never ends: there is no line "EOF"/],
    ['a<<', /line 1: "a<<" names no end/],
    ['=1', /line 1: "" is no name/],
    ['1a=1', /line 1: "1a" is no name/],
    ['a b=1', /line 1: "a b" is no name/],
    [`${'n'.repeat(101)}=1`, /is no name/],
    [`a=${'x'.repeat(outputLimits.valueBytes + 1)}`, /the value of "a" is larger than 65536 bytes/],
    [Array.from({ length: 101 }, (_, i) => `a${i}=1`).join('\n'), /101 outputs, more than the 100/],
    ['x'.repeat(1000), /found "x{60}…"/],
  ])('%#', (text, message) => {
    expect(outputsOf(text)).toMatch(message);
  });
});

test('what is written in either form is read back', () => {
  const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,20}$/);
  const value = fc.string({ unit: 'binary', maxLength: 50 }).filter((text) => !/\r/.test(text));
  fc.assert(
    fc.property(fc.dictionary(name, value, { noNullPrototype: true }), (outputs) => {
      const text = Object.entries(outputs).map(([key, given]) =>
        given.includes('\n') ? `${key}<<--end--\n${given}\n--end--` : `${key}=${given}`,
      );
      expect(outputsOf(text.join('\n'))).toEqual(outputs);
    }),
  );
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '=', '<', '\n', '\r', ' ') }), (text) => {
      expect(typeof parseOutputs(text).ok).toBe('boolean');
    }),
  );
});
