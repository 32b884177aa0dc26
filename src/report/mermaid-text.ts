import { visibleText } from './safe-text.ts';

/**
 * Text of others within a drawing of Mermaid: whatever its grammars read as more than a letter stands as `#` and its number, which is
 * Mermaid's own way. An empty text would be a mistake of grammar.
 */
export function mermaidText(text: string): string {
  const escaped = visibleText(text).replaceAll(/["#&<>\\`[\]{}|:;%]/g, (character) => `#${character.charCodeAt(0)};`);
  return escaped === '' ? '?' : escaped;
}
