import { describe, expect, test } from 'vitest';
import {
  code,
  htmlText,
  link,
  type Markdown,
  md,
  mention,
  ownLink,
  plain,
  strong,
} from '../../src/report/text/markdown.ts';
import { bullets, details, fence, lines, quote, table } from '../../src/report/text/markdown-blocks.ts';
import { visibleLines, visibleText, wordBreak } from '../../src/report/text/safe-text.ts';
import fc from '../support/seeded-fast-check.ts';
import { hostileText } from './hostile-text.ts';
import { kindsOf, linkedTexts, nodesOf, readMarkdown, shownText, tagsOf } from './markdown-judge.ts';

const harmless = ['<span>', '</span>', '<code>', '</code>'];
const runs = { numRuns: 250 };
const word = 'w' as Markdown;

function seen(text: string): string {
  return visibleText(text).replaceAll(wordBreak, '');
}

/** What of the page was not made by us: links, pictures, tags, and kinds of nodes besides those that are expected. */
function foreign(page: string, expected: readonly string[]): readonly string[] {
  const own = ['root', 'text', 'html', ...expected];
  return [
    ...kindsOf(page).filter((kind) => !own.includes(kind)),
    ...linkedTexts(page),
    ...tagsOf(page).filter((tag) => !harmless.includes(tag)),
  ];
}

describe('plain text', () => {
  test.each([
    ['a_b and snake_case', 'a_b and snake_case'],
    ['*x* _y_ ~z~', '\\*x\\* \\_y\\_ \\~z\\~'],
    ['R&D <b>', 'R&#38;D &#60;b>'],
    ['# no heading', '\\# no heading'],
    ['1. no list', '1\\. no list'],
    ['--- no rule', '\\--- no rule'],
    ['a|b', 'a&#124;b'],
    ['@ana #1', '@&#8203;ana #&#8203;1'],
    ['costs $5', 'costs <span>$</span>5'],
  ])('%s', (text, written) => {
    expect(plain(text)).toBe(written);
  });

  test.each([
    ['a paragraph', (piece: Markdown) => md`${piece}`, ['paragraph']],
    ['a paragraph’s second line', (piece: Markdown) => `above\n${piece}`, ['paragraph']],
    ['a heading', (piece: Markdown) => `## a ${piece}`, ['heading']],
    ['bold', (piece: Markdown) => md`a ${strong(piece)} b`, ['paragraph', 'strong']],
    ['a list', (piece: Markdown) => bullets([md`${word} ${piece}`]), ['list', 'listItem', 'paragraph']],
    ['a quote', (piece: Markdown) => quote(piece), ['blockquote', 'paragraph']],
    ['a table', (piece: Markdown) => table([word, word], [[piece, word]]), ['table', 'tableRow', 'tableCell']],
    ['a link', (piece: Markdown) => link(md`${word}${piece}`, 'https://a.example/'), ['paragraph', 'link']],
  ] as const)('adds nothing to %s', (_, place, expected) => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(foreign(place(plain(text)), expected)).toEqual([]);
      }),
      runs,
    );
  });

  test('shows what it was given', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(shownText(plain(text))).toBe(seen(text));
        const cells = kindsOf(table([word, word], [[plain(text), word]])).filter((kind) => kind === 'tableCell');
        expect(cells).toHaveLength(seen(text) === '' ? 2 : 4);
      }),
      runs,
    );
  });

  test('is safe beside our own pieces', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (a, b) => {
        const page = md`${word} ${plain(a)}${link(word, 'https://a.example/')} ${code(b)} ${word}`;
        expect(foreign(page, ['paragraph', 'link', 'inlineCode'])).toEqual([]);
        expect(kindsOf(page).filter((kind) => kind === 'link')).toHaveLength(1);
      }),
      runs,
    );
  });
});

describe('code', () => {
  test('is code, and nothing else, also in a table', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const page of [code(text), table([word, word], [[code(text), word]])]) {
          const expected = ['paragraph', 'table', 'tableRow', 'tableCell', 'inlineCode'];
          expect(foreign(page, expected)).toEqual([]);
        }
        expect(shownText(md`${word} ${code(text)}`)).toBe(`w ${seen(text)}`.trim());
      }),
      runs,
    );
  });
});

describe('a fence', () => {
  test('holds whatever stands in it, in a fold and in a quote', () => {
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 1, maxLength: 5 }), (texts) => {
        const page = details('log', fence(texts));
        for (const each of [page, quote(page)]) {
          const fences = nodesOf(readMarkdown(each)).filter((node) => node.type === 'code');
          expect(fences).toHaveLength(1);
          expect(tagsOf(each)).toEqual(['<details>', '<summary>', '</summary>', '</details>']);
        }
        const [found] = nodesOf(readMarkdown(page)).filter((node) => node.type === 'code');
        expect(found?.value).toBe(texts.flatMap(visibleLines).join('\n'));
      }),
      runs,
    );
  });
});

test('a fold’s line is text', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const page = details(text, word);
      const own = ['<details>', '<summary>', '</summary>', '</details>'];
      expect(tagsOf(page).filter((tag) => !['<span>', '</span>'].includes(tag))).toEqual(own);
      expect(kindsOf(page)).toEqual(['root', 'html', 'paragraph', 'text', 'html']);
      expect(htmlText(text)).not.toMatch(/@\w|#\d(?!\d*;)|:\/\/|\n/);
    }),
    runs,
  );
});

describe('a link', () => {
  test.each([
    ['https://wiki.acme.dev/runbook', '[w](https://wiki.acme.dev/runbook)'],
    ['https://a.example/x?(y)=<z>&copy;', '[w](https://a.example/x?%28y%29=%3Cz%3E&amp;copy;)'],
    ['https://github.com/acme/etl/issues/7', '[w](https://redirect.github.com/acme/etl/issues/7)'],
    ['https://github.com/acme/etl/actions/runs/7', '[w](https://github.com/acme/etl/actions/runs/7)'],
    ['javascript:alert(1)', 'w'],
    ['https://user:secret@a.example/', 'w'],
    ['not an address', 'w'],
    [undefined, 'w'],
  ])('%s', (address, written) => {
    expect(link(word, address)).toBe(written);
  });

  test('to our own issue is the plain one', () => {
    expect(ownLink(word, 'https://github.com/acme/etl/issues/7')).toBe('[w](https://github.com/acme/etl/issues/7)');
    expect(ownLink(word, 'javascript:alert(1)')).toBe('w');
  });

  test('leads where it says, or nowhere', () => {
    const address = fc.tuple(fc.constantFrom('https://a.example/', 'http://', 'javascript:', ''), hostileText);
    fc.assert(
      fc.property(address, ([start, rest]) => {
        const page = link(word, `${start}${rest}`);
        const links = nodesOf(readMarkdown(page)).flatMap((node) => (node.type === 'link' ? [node.url] : []));
        expect(links).toHaveLength(page === 'w' ? 0 : 1);
        for (const url of links) expect(url).toMatch(/^https?:\/\//);
        expect(shownText(page)).toBe('w');
      }),
      runs,
    );
  });
});

test('only names of people and teams are mentioned', () => {
  expect(mention('@ana')).toBe('@ana');
  expect(mention('acme/data-platform')).toBe('@acme/data-platform');
  for (const name of ['Ana B.', '@', '@a b', '-a', '@a/b/c', 'a@b.io']) expect(linkedTexts(mention(name))).toEqual([]);
});

test('blocks without content are left out', () => {
  expect(table([word], [])).toBe('');
  expect(table([word, word], [[word, '' as Markdown]])).toBe('| w |\n| --- |\n| w |');
  expect(details('x', '' as Markdown)).toBe('');
  expect(lines(word, '' as Markdown, word)).toBe('w  \nw');
});
