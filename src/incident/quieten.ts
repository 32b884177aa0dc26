import type { Instant } from '../run/document.ts';
import type { Book, Incident } from './incident.ts';
import { replaced } from './members.ts';
import { standingOf } from './standing.ts';

/** What people say of an incident: somebody is on it; not before then; nothing more of it, or again. */
export type Quieting =
  | { readonly kind: 'ack'; readonly by: string; readonly at: Instant }
  | { readonly kind: 'snooze'; readonly by: string; readonly until: Instant }
  | { readonly kind: 'mute' | 'unmute' };

/** The same book if there is no such incident, or it is so already. */
export function quieten(book: Book, id: string, quieting: Quieting): Book {
  const incident = book.incidents.find((each) => each.id === id);
  if (incident === undefined) return book;
  const next = quieted(incident, quieting);
  return JSON.stringify(next) === JSON.stringify(incident) ? book : replaced(book, next);
}

function quieted(incident: Incident, quieting: Quieting): Incident {
  if (quieting.kind === 'ack') return { ...incident, acked: { by: quieting.by, at: quieting.at } };
  if (quieting.kind === 'snooze') return { ...incident, snoozed: { by: quieting.by, until: quieting.until } };
  const { muted: _, ...rest } = incident;
  return quieting.kind === 'mute' ? { ...rest, muted: true } : rest;
}

/** Whether somebody has taken it on since it last opened. */
export function isAcked(incident: Incident): boolean {
  const opened = standingOf(incident).openings.at(-1);
  return incident.acked !== undefined && opened !== undefined && incident.acked.at >= opened;
}
