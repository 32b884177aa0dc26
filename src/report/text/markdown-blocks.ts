import { htmlText, joinMarkdown, type Markdown, md, nothing } from './markdown.ts';
import { visibleLines } from './safe-text.ts';

/** Blocks one below the other; empty ones are left out. */
export function blocks(...parts: readonly Markdown[]): Markdown {
  return joinMarkdown(parts, '\n\n');
}

/** Lines of one paragraph, each on a line of its own. */
export function lines(...parts: readonly Markdown[]): Markdown {
  return joinMarkdown(parts, '  \n');
}

export function bullets(items: readonly Markdown[]): Markdown {
  return joinMarkdown(
    items.filter((item) => item !== '').map((item) => md`- ${item}`),
    '\n',
  );
}

export function quote(body: Markdown): Markdown {
  return body.replaceAll(/^/gm, '> ').replaceAll(/^> $/gm, '>') as Markdown;
}

/** A table. Columns without any text below the header are left out; without rows there is no table. */
export function table(header: readonly Markdown[], rows: readonly (readonly Markdown[])[]): Markdown {
  const shown = header.map((_, column) => column).filter((column) => rows.some((row) => (row[column] ?? '') !== ''));
  if (shown.length === 0) return nothing;
  const row = (cells: readonly string[]): string => `| ${shown.map((column) => cells[column] ?? '').join(' | ')} |`;
  return [row(header), row(header.map(() => '---')), ...rows.map(row)].join('\n') as Markdown;
}

/** Lines of others as they are, in a fence that they cannot close. `language` is ours. */
export function fence(text: readonly string[], language = 'text'): Markdown {
  const content = text.flatMap(visibleLines);
  const runs = content.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length);
  const ticks = '`'.repeat(Math.max(3, 1 + runs.reduce((most, length) => Math.max(most, length), 0)));
  return [`${ticks}${language}`, ...content, ticks].join('\n') as Markdown;
}

/** A drawing in Mermaid's language, as `graph-mermaid.ts` and `gantt-mermaid.ts` write it: every text in it is escaped there. */
export function drawing(mermaid: string): Markdown {
  return `\`\`\`mermaid\n${mermaid.trimEnd()}\n\`\`\`` as Markdown;
}

/** Folded away under one line of text. */
export function details(summary: string, body: Markdown): Markdown {
  if (body === '') return nothing;
  return `<details><summary>${htmlText(summary)}</summary>\n\n${body}\n\n</details>` as Markdown;
}
