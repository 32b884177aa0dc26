import { unlinked, visibleStart, visibleText, wordBreak } from './safe-text.ts';

/** Columns of one piece: a page is no place for more on a line. */
const longest = 500;

declare const brand: unique symbol;

/**
 * Markdown of our own making: strings of others become part of it only by `plain`, `code` and their like, which the compiler
 * sees to. Inline pieces are safe at every place: in paragraphs, at the start of a line, in headings, links and table cells.
 */
export type Markdown = string & { readonly [brand]: true };

/** Our own words around safe pieces: md`**${plain(task)}** failed`. */
export function md(words: TemplateStringsArray, ...pieces: readonly Markdown[]): Markdown {
  return words.map((part, index) => `${part}${pieces[index] ?? ''}`).join('') as Markdown;
}

export const nothing = '' as Markdown;

export function joinMarkdown(pieces: readonly Markdown[], between: string): Markdown {
  return pieces.filter((piece) => piece !== '').join(between) as Markdown;
}

/** Text of others as plain text on one line, of at most `width` columns. */
export function plain(text: string, width = longest): Markdown {
  return asEntities(
    escapeStart(unlinked(visibleStart(text, width)).replaceAll(/[\\`*_[\]~|$<&]|!$/g, escapeAt)),
  ) as Markdown;
}

/** A word or line of others as code: it can be copied as it was. */
export function code(text: string, width = longest): Markdown {
  const line = visibleStart(text, width);
  if (line === '') return nothing;
  // Cells of tables read pipes before anything else, and a fence of backticks would have to grow with the text.
  return (/[`|]/.test(line) ? `<code>${plain(line)}</code>` : `\`${line}\``) as Markdown;
}

export function strong(piece: Markdown): Markdown {
  return piece === '' ? piece : md`**${piece}**`;
}

/**
 * A link that leaves no trace at its end: an issue that it names does not tell its readers of this page. Without an address, or with one
 * that is none of the web, what it would have said.
 */
export function link(label: Markdown, address: string | undefined): Markdown {
  return linkTo(label, address === undefined ? undefined : webAddress(address, true));
}

/** A link to what Segue made itself, e.g. its issue. */
export function ownLink(label: Markdown, address: string | undefined): Markdown {
  return linkTo(label, address === undefined ? undefined : webAddress(address, false));
}

function linkTo(label: Markdown, address: string | undefined): Markdown {
  return address === undefined || label === '' ? label : (`[${label}](${address})` as Markdown);
}

const login = /^@?([a-z\d](?:[a-z\d-]{0,38}[a-z\d_])?(?:\/[a-z\d][\w.-]{0,99})?)$/i;

/** A person or a team that is to be told: the only way to mention one. What is no name of either is plain text. */
export function mention(name: string): Markdown {
  const [, found] = login.exec(visibleText(name)) ?? [];
  return found === undefined ? plain(name) : (`@${found}` as Markdown);
}

/** Inside an element of HTML, where Markdown is not read. */
export function htmlText(text: string): string {
  return asEntities(unlinked(visibleStart(text, longest)).replaceAll(/[<>&"$]/g, entityOf));
}

/** Backslashes where a reader of the source can bear them, else entities; `_` within a word means nothing. */
function escapeAt(found: string, index: number, whole: string): string {
  if (found === '_' && isWithinWord(whole, index)) return found;
  return /[`|$<&]/.test(found) ? entityOf(found) : `\\${found}`;
}

function isWithinWord(text: string, index: number): boolean {
  const word = /[\p{L}\p{N}]/u;
  return word.test(text[index - 1] ?? '') && word.test(text[index + 1] ?? '');
}

/** What makes a heading, list, quote, rule or table of a line that it begins. */
function escapeStart(text: string): string {
  return text.replace(/^(?=[#+=:>-])/, '\\').replace(/^(\d{1,9})(?=[.)](?:\s|$))/, '$1\\');
}

/** In an element of its own a dollar sign finds no second one to make a formula with: GitHub's own advice. */
function entityOf(character: string): string {
  return character === '$' ? '<span>$</span>' : `&#${character.codePointAt(0)};`;
}

function asEntities(text: string): string {
  return text.replaceAll(wordBreak, '&#8203;');
}

const referring = /^\/[^/]+\/[^/]+\/(?:issues|pull|discussions)\/\w/;

/** Links to issues of GitHub leave a trace there, unless they go by this host, which GitHub keeps for the purpose. */
function webAddress(address: string, traceless: boolean): string | undefined {
  const text = visibleText(address);
  if (!URL.canParse(text)) return undefined;
  const parsed = new URL(text);
  if (!/^https?:$/.test(parsed.protocol) || parsed.username !== '') return undefined;
  if (traceless && /^(?:www\.)?github\.com$/.test(parsed.hostname) && referring.test(parsed.pathname)) {
    parsed.hostname = 'redirect.github.com';
  }
  const encoded = parsed.href.replaceAll(/[()<>|\\`[\]"'$@]/g, (found) => `%${found.charCodeAt(0).toString(16)}`);
  return encoded.replaceAll('&', '&amp;');
}
