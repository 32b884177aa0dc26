import { describe, expect, test } from 'vitest';
import { logLine } from '../../src/report/text/safe-log-line.ts';
import { titleText, unlinked, visibleLines, visibleText, wordBreak } from '../../src/report/text/safe-text.ts';
import fc from '../support/seeded-fast-check.ts';
import { hostileText } from './hostile-text.ts';

const esc = '\u001b';

describe('visible text', () => {
  test.each([
    [`${esc}[31mred${esc}[0m`, 'red'],
    [`a${esc}]0;title\u0007b`, 'ab'],
    ['pay\u202e10 EUR\u202c', 'pay10 EUR'],
    ['ad\u200bmin\u00ad\ufeff\u{e0041}', 'admin'],
    ['a\r\nb\rc\u2028d\u0085e', 'a b c d e'],
    [`e${'\u0301'.repeat(50)}`, `e${'\u0301'.repeat(8)}`],
    ['\ud800 half', '\ufffd half'],
    ['注文取込 🚫 ❤️ é', '注文取込 🚫 ❤️ é'],
    ['\tindented  twice ', 'indented twice'],
  ])('%j', (text, seen) => {
    expect(visibleText(text)).toBe(seen);
  });

  test('keeps the white space of lines', () => {
    expect(visibleLines('  a\n\tb  \nc')).toEqual(['  a', '    b', 'c']);
  });

  test('cannot say our marker', () => {
    for (const text of ['<!-- segue:run -->', '<!--segue:x', '<!--\tSEGUE'])
      expect(visibleText(text)).not.toMatch(/<!--/);
    expect(visibleText('<!-- other -->')).toBe('<!-- other -->');
  });

  test('holds nothing that is not seen', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(visibleText(text).replaceAll(wordBreak, '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u200b\u2060\ufeff]/u);
        expect(visibleText(visibleText(text))).toBe(visibleText(text));
      }),
    );
  });
});

describe('unlinked text', () => {
  test.each([
    '@ana',
    '@acme/data',
    'fixes #12',
    'acme/etl#12',
    'GH-12',
    'gh-1',
    'https://github.com/a/b/issues/1',
    'www.a.io',
    'a@b.io',
    ':tada:',
  ])('%s is parted, and reads the same', (text) => {
    expect(unlinked(text)).not.toBe(text);
    expect(unlinked(text).replaceAll(wordBreak, '')).toBe(text);
  });

  test.each(['load', 'a @ b', '# of rows', 'at 05:00:07', 'std::vector', 'rows: 3', 'r-8k2'])('%s stays', (text) => {
    expect(unlinked(text)).toBe(text);
  });
});

test('a title has a bound', () => {
  expect(titleText('load\nfails: @ana', 100)).toBe(`load fails: @${wordBreak}ana`);
  expect(titleText('x'.repeat(300), 20)).toBe(`${'x'.repeat(19)}…`);
  expect(titleText('e\u0301'.repeat(200), 140).length).toBe(250);
});

describe('a line of a job’s log', () => {
  test.each([
    '::error::x',
    '  ::add-mask::x',
    '\u00a0::stop-commands::x',
    '##[error]x',
    'a ##[group]x',
    '#\u200b#[error]',
    `${esc}[0m::error::x`,
  ])('%j is no command', (text) => {
    expect(isCommand(logLine(text))).toBe(false);
  });

  test.each(['std::vector', 'a ::b', '## [x]', 'load  3 rows'])('%j stays', (text) => {
    expect(logLine(text)).toBe(text);
  });

  test('no text makes a command, or a second line', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(isCommand(logLine(text))).toBe(false);
        expect(logLine(text)).not.toMatch(/[\r\n\u0085\u2028\u2029]/);
      }),
    );
  });

  /** As the runner looks for them, in `ActionCommand.TryParseV2` and `TryParse`. */
  function isCommand(line: string): boolean {
    return line.trimStart().startsWith('::') || line.includes('##[');
  }
});
