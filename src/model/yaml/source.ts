import type { Range } from '../../diagnostic/diagnostic.ts';

/** Where a value stands in its document: keys and list indexes from the top, e.g. `['tasks', 'load', 'needs', 0]`. */
export type Route = readonly (string | number)[];

/**
 * The text of one file and where each of its values stands. Rules name places by route; this makes ranges of them. A
 * route that does not exist (a missing key) gives the range of its nearest ancestor that does, so a rule never fails.
 */
export interface Source {
  readonly file: string;
  readonly text: string;
  /** The whole entry's key; for a list item, the item. */
  key(route: Route): Range;
  /** The value alone. */
  value(route: Route): Range;
  /** Part of a scalar's value: offsets into the *parsed* string, mapped back to the text where they can be. */
  part(route: Route, start: number, end: number): Range;
  /** The text of a scalar after YAML has read it, or nothing if no text stands at the route. */
  scalar(route: Route): string | undefined;
  /** True if the document has a value at the route. */
  has(route: Route): boolean;
}
