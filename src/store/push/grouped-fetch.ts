import { coalesce } from './coalesce.ts';

/** Fetches whatever is asked for at the same time by one command: it costs a connection, however many refs it brings. */
export function groupedFetch(fetch: (refs: readonly string[]) => Promise<void>): (ref: string) => Promise<void> {
  let asked = new Set<string>();
  const go = coalesce(() => {
    const refs = [...asked].sort();
    asked = new Set();
    return fetch(refs);
  });
  return (ref) => {
    asked.add(ref);
    return go();
  };
}
