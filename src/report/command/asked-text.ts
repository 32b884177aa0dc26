import type { RunDocument } from '../../run/document.ts';
import { stateText, taskMark } from '../run/run-words.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText } from '../text/ansi-width.ts';

/** What was asked of a workflow, and where that can be seen. */
export interface ShownAsked {
  /** What it is: `a run of daily`, `the retry of r-8k2m4p6t`. */
  readonly what: string;
  /** Of the page of the job, or of the list of jobs if the forge has not said which it is. */
  readonly page: string;
  /** A command that shows how it goes. */
  readonly follow: string;
}

/** What `segue run … --env production` prints: nothing ran here. */
export function renderAsked({ what, page, follow }: ShownAsked, style: Style): string[] {
  return [
    `${style.success('✓')} asked the workflow for ${style.strong(cleanText(what))}; a job starts within a minute as a rule`,
    `  ${style.muted('job ')} ${cleanText(page)}`,
    `  ${style.muted('then')} ${style.command(cleanText(follow))}`,
  ];
}

/** A line for each task that has another state than when one looked last. */
export function renderMoves(before: RunDocument | undefined, after: RunDocument, style: Style): string[] {
  const moved = Object.entries(after.tasks).filter(([id, { state }]) => (before?.tasks[id]?.state ?? 'none') !== state);
  return moved.map(
    ([id, { state, tolerated }]) =>
      `${taskMark(state, style, tolerated)} ${cleanText(id)} ${style.muted(stateText(state, tolerated))}`,
  );
}
