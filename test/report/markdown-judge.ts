import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

let last: { readonly text: string; readonly root: Root } | undefined;

/** How a parser of GitHub's Markdown reads a page. The last one is remembered: tests ask several things of the same page. */
export function readMarkdown(text: string): Root {
  if (last?.text !== text) {
    last = { text, root: fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }) };
  }
  return last.root;
}

/** All nodes, parents first. */
export function nodesOf(node: Nodes): readonly Nodes[] {
  return 'children' in node ? [node, ...node.children.flatMap((child) => nodesOf(child))] : [node];
}

export function kindsOf(text: string): readonly string[] {
  return nodesOf(readMarkdown(text)).map(({ type }) => type);
}

/** What a reader sees of it, without the breaks that keep words from being linked. Our own elements show nothing. */
export function shownText(text: string): string {
  const seen = nodesOf(readMarkdown(text)).map((node) => {
    if (node.type === 'break') return ' ';
    return node.type === 'text' || node.type === 'inlineCode' || node.type === 'code' ? node.value : '';
  });
  return seen.join('').replaceAll('\u200b', '').replaceAll(/\s+/g, ' ').trim();
}

const wouldLink =
  /(?:^|[^\w`])@[a-z\d]|@[a-z\d][\w-]*\/|\w@\w+\.\w|(?:^|[^&\w])#\d|\w\/\w[\w.-]*#\d|\bGH-\d|https?:\/\/|ftp:\/\/|\bwww\.\w|<!--\s*segue/i;

/** Texts in which GitHub itself, after the Markdown is read, would find a mention, an issue, an address or a formula. */
export function linkedTexts(text: string): readonly string[] {
  return nodesOf(readMarkdown(text))
    .flatMap((node) => (node.type === 'text' ? [node.value] : []))
    .filter((value) => wouldLink.test(value) || (value.includes('$') && value !== '$'));
}

/** Elements of HTML, one tag each, in order. */
export function tagsOf(text: string): readonly string[] {
  return nodesOf(readMarkdown(text)).flatMap((node) => (node.type === 'html' ? tagsIn(node.value) : []));
}

function tagsIn(html: string): readonly string[] {
  return html.match(/<[^>]*>?/g) ?? [];
}
