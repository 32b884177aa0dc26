import { visibleText } from '../text/safe-text.ts';

/**
 * Text of others within a drawing of Mermaid: whatever its grammars, its Markdown or its formulas read as more than a letter stands as
 * `#` and its number, which is Mermaid's own way. An empty text would be a mistake of grammar.
 */
export function mermaidText(text: string): string {
  const escaped = visibleText(text)
    .replaceAll(/["#$&<>\\`[\]{}|:;%*]|~(?=~)|(?<=~)~|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, numberOf)
    .replace(listStart, (_, digits: string, mark: string) => `${digits}${numberOf(mark)}`);
  return escaped === '' ? '?' : escaped;
}

/** What begins a list in Markdown, for which a label has no room. */
const listStart = /^(\d*)([-+.)])(?=\s)/;

function numberOf(character: string): string {
  return `#${character.charCodeAt(0)};`;
}
