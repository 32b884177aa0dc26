import { visibleLines, wordBreak } from './safe-text.ts';

/**
 * A line of a job's log that quotes others, without being able to command the runner. That takes `::` for a command where it
 * begins a line, after any white space, and `##[` wherever it stands.
 */
export function logLine(text: string): string {
  return visibleLines(text)
    .join(' ')
    .replaceAll('##[', `##${wordBreak}[`)
    .replace(/^\s*:(?=:)/, (found) => `${found}${wordBreak}`);
}
