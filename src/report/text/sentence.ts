import { quoted } from '../diff/diff-parts.ts';
import { type Markdown, md, nothing } from './markdown.ts';

/**
 * A message as a sentence: in code frames they begin small and end without a full stop. Names between backticks are code.
 *
 * @param where `within`: it goes on after a colon.
 */
export function sentence(message: string, where: 'begins' | 'within' = 'begins'): Markdown {
  const text = where === 'begins' ? message.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()) : message;
  return md`${quoted(text)}${/[.!?]$/.test(text.trimEnd()) ? nothing : md`.`}`;
}
