import { posix } from 'node:path';

export interface MarkdownFile {
  /** From the repository's root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/**
 * A sentence for each relative link whose file, or whose heading in a Markdown file, does not exist. `exists` answers for
 * paths from the repository's root.
 */
export function brokenLinks(files: readonly MarkdownFile[], exists: (path: string) => boolean): readonly string[] {
  const headings = new Map(files.map(({ path, text }) => [path, headingsOf(text)]));
  return files.flatMap(({ path, text }) =>
    linksOf(text).flatMap((link) => {
      const [file = '', heading] = decodeURI(link).split('#');
      const target = file === '' ? path : posix.normalize(posix.join(posix.dirname(path), file)).replace(/\/$/, '');
      if (!exists(target)) return [`${path} links to ${link}, which does not exist`];
      const known = headings.get(target);
      const isFound = heading === undefined || known === undefined || known.has(heading);
      return isFound ? [] : [`${path} links to ${link}, but ${target} has no such heading`];
    }),
  );
}

function linksOf(text: string): readonly string[] {
  const inText = [...withoutCode(text).matchAll(/\]\((?<link>[^)\s]+)(?:\s"[^"]*")?\)/g)];
  const inTags = [...withoutCode(text).matchAll(/<(?:img|a|source)\s[^>]*?(?:src|href|srcset)="(?<link>[^"]+)"/g)];
  return [...inText, ...inTags]
    .map(({ groups }) => groups?.link ?? '')
    .filter((link) => !/^[a-z][a-z+.-]*:/i.test(link) && !link.startsWith('//'));
}

/** As GitHub makes them: lower case, without punctuation, hyphens for spaces, a number for the second of a name. */
function headingsOf(text: string): ReadonlySet<string> {
  const slugs = new Set<string>();
  for (const [, title = ''] of withoutFences(text).matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const slug = title
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-');
    let unique = slug;
    for (let n = 1; slugs.has(unique); n += 1) unique = `${slug}-${n}`;
    slugs.add(unique);
  }
  return slugs;
}

function withoutFences(text: string): string {
  return text.replaceAll(/^ *(?<fence>`{3,}|~{3,})[^\n]*\n[\s\S]*?^ *\k<fence>/gm, '');
}

function withoutCode(text: string): string {
  return withoutFences(text).replaceAll(/(?<ticks>`+)[^`\n]*\k<ticks>/g, '');
}
