import { describe, expect, it } from 'vitest';
import { readScreen } from '../../scripts/terminal-screen.ts';
import fc from '../support/seeded-fast-check.ts';

const esc = '\u001b';

function textOf(output: string): string[] {
  return readScreen(output).map((line) =>
    line.reduce((text, run) => `${text.padEnd(run.column)}${run.text}`, '').trimEnd(),
  );
}

describe('readScreen', () => {
  it('keeps plain lines and leaves empty ones at the end out', () => {
    expect(textOf('one\n\n  two\r\n\n')).toEqual(['one', '', '  two']);
  });

  it('shows the last frame of a tree that is drawn over and over', () => {
    const frames = `${esc}[?25lrun\n· a\n· b\n${esc}[?2026h\r${esc}[2A${esc}[J✓ a\n· b\n${esc}[?2026l${esc}[2A${esc}[J✓ a\n✓ b\n${esc}[?25h`;
    expect(textOf(frames)).toEqual(['run', '✓ a', '✓ b']);
  });

  it.each([
    ['a return', 'old text\rnew', ['new text']],
    ['erasing to the end of the line', `old text\rnew${esc}[K`, ['new']],
    ['erasing the whole line', `old\r${esc}[2Knew`, ['new']],
    ['a backspace', 'ab\bc', ['ac']],
    ['a tab', 'a\tb', ['a       b']],
    ['a jump to a column', `${esc}[5Gx`, ['    x']],
    ['a window title', `${esc}]0;title\u0007text`, ['text']],
    ['unknown sequences', `${esc}[5 q${esc}7a${esc}8`, ['a']],
    ['a sequence that never ends', `a${esc}[31`, ['a31']],
  ])('obeys %s', (_, output, lines) => {
    expect(textOf(output)).toEqual(lines);
  });

  it('parts a line where the style changes', () => {
    expect(readScreen(`${esc}[32m✓${esc}[39m done ${esc}[1;2min${esc}[22m 3 s`)).toEqual([
      [
        { column: 0, width: 1, text: '✓', style: { color: '#3fb950' } },
        { column: 2, width: 4, text: 'done', style: {} },
        { column: 7, width: 2, text: 'in', style: { bold: true, dim: true } },
        { column: 10, width: 3, text: '3 s', style: {} },
      ],
    ]);
  });

  it('parts a line at gaps, but not between words', () => {
    expect(readScreen('two words   1 s')).toEqual([
      [
        { column: 0, width: 9, text: 'two words', style: {} },
        { column: 12, width: 3, text: '1 s', style: {} },
      ],
    ]);
  });

  it('gives wide characters two columns', () => {
    expect(readScreen('天a')).toEqual([[{ column: 0, width: 3, text: '天a', style: {} }]]);
  });

  it('answers on any bytes, in bounds', () => {
    const pieces = fc.constantFrom(
      esc,
      `${esc}[`,
      `${esc}[31m`,
      `${esc}[9A`,
      `${esc}[J`,
      `${esc}[2K`,
      '\n',
      '\r',
      'ab',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' }))), (parts) => {
        for (const run of readScreen(parts.join('')).flat()) {
          expect(run.column).toBeGreaterThanOrEqual(0);
          expect(run.text).not.toMatch(/\p{Cc}/u);
        }
      }),
    );
  });
});
