import { incidentBounds } from './bounds.ts';
import type { Book, Incident } from './incident.ts';
import { standingOf } from './standing.ts';

/** The book without what recovered long ago; of too many the longest recovered go. The same book if nothing goes. */
export function kept(book: Book, now: number): Book {
  const since = new Date(now - incidentBounds.keptMs).toISOString();
  const gone = new Set<Incident>();
  const recovered: { readonly incident: Incident; readonly at: string }[] = [];
  for (const incident of book.incidents) {
    const { recoveredAt: at } = standingOf(incident);
    if (at === undefined) continue;
    if (at < since) gone.add(incident);
    else recovered.push({ incident, at });
  }
  const more = book.incidents.length - gone.size - incidentBounds.incidents + 1;
  const longest = recovered.sort((one, other) => (one.at < other.at ? -1 : 1)).slice(0, Math.max(0, more));
  for (const { incident } of longest) gone.add(incident);
  if (gone.size === 0) return book;
  return { ...book, incidents: book.incidents.filter((each) => !gone.has(each)) };
}
