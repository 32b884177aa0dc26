import type { Markdown } from '../report/text/markdown.ts';
import type { Outcome } from './desk.ts';

/** Nothing was done. */
export function refused(body: Markdown): Outcome {
  return { isDone: false, body };
}
