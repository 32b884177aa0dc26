import { describe, expect, it } from 'vitest';
import { createStyle } from '../../src/report/text/ansi-style.ts';
import { cleanText, clipText, displayWidth, padText, wrapText } from '../../src/report/text/ansi-width.ts';
import { renderTable } from '../../src/report/text/text-table.ts';
import fc from '../support/seeded-fast-check.ts';

const esc = '\u001b';
const { failure } = createStyle(true);

describe('text in a terminal', () => {
  it.each([
    ['plain', 5],
    ['日本', 4],
    ['e\u0301', 1],
    ['👩‍👩‍👧', 2],
    ['❤️', 2],
    [failure('red'), 3],
    ['', 0],
  ])('%s takes %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  it('clips by columns and closes colours', () => {
    expect(clipText('abcdef', 4)).toBe('abc…');
    expect(clipText('日本語', 4)).toBe('日…');
    expect(clipText(failure('abcdef'), 4)).toBe(`${esc}[31mabc…${esc}[0m`);
    expect(clipText('ab', 2)).toBe('ab');
    expect(clipText('ab', 0)).toBe('');
  });

  it('never gives more columns than asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, width) => {
        expect(displayWidth(clipText(cleanText(text), width))).toBeLessThanOrEqual(width);
        expect(displayWidth(padText(cleanText(text), width))).toBeGreaterThanOrEqual(width);
      }),
    );
  });

  it('wraps between words and loses none', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 40 }), (words) => {
        const lines = wrapText(words.join(' '), 20, 100);
        expect(lines.join(' ')).toBe(words.join(' '));
        expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(20);
      }),
    );
    expect(wrapText('one two three four', 9, 2)).toEqual(['one two', 'three fo…']);
  });

  it('leaves nothing that moves the cursor, whatever the text', () => {
    const evil = fc.array(fc.constantFrom(esc, '[', ']', '2', 'J', 'm', '3', '1', '\u009b', '\u0007', '\r', 'P', '\\'));
    fc.assert(
      fc.property(evil, (parts) => {
        const kept = cleanText(parts.join(''), 'kept').replaceAll(new RegExp(`${esc}\\[[0-9;:]*m`, 'g'), '');
        for (const text of [kept, cleanText(parts.join(''))]) expect(text).not.toMatch(/\p{Cc}/u);
      }),
    );
  });

  it('lays out tables within the width and without empty columns', () => {
    const rows = [
      ['a', '', 'x'.repeat(50)],
      ['bb', '', 'y'],
    ];
    const lines = renderTable(rows, {
      width: 30,
      indent: 2,
      header: { cells: ['id', 'none', 'text'], paint: (line) => line },
    });
    expect(lines).toEqual(['  id  text', `  a   ${'x'.repeat(23)}…`, '  bb  y']);
  });
});
