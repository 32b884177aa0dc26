import type { Route, Source } from './yaml/source.ts';

/** Where a link of a chain stands below `order`: a single chain can be written without the list around it. */
export function orderRoute(order: Route, chain: number, link: number, source: Source): Route {
  return source.has([...order, 0, 0]) ? [...order, chain, link] : [...order, link];
}
