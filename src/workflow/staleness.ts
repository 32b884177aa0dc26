import { lineDifference } from '../diagnostic/line-difference.ts';

/** Why the workflow in a repository is not the one that its pipelines and settings give. */
export type Staleness =
  | { readonly kind: 'absent' }
  /** There is such a file, and Segue has not made it. */
  | { readonly kind: 'foreign' }
  /** As `diff -u` shows it. */
  | { readonly kind: 'stale'; readonly difference: readonly string[] };

/** What every generated workflow begins with. */
export const workflowMark = '# Made by `segue workflow';

/**
 * Compares the workflow of a repository with the one that it should have; nothing if they are the same but for the ends of
 * lines. A stale one stops nothing: what it does not wake for is served at the next wake-up that there is.
 */
export function workflowStaleness(current: string | undefined, wanted: string): Staleness | undefined {
  if (current === undefined) return { kind: 'absent' };
  const text = current.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
  if (text === wanted) return undefined;
  if (!text.startsWith(workflowMark)) return { kind: 'foreign' };
  return { kind: 'stale', difference: lineDifference(text, wanted) };
}
