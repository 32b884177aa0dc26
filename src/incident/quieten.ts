import type { Instant } from '../run/document.ts';
import { unreachable } from '../run/states.ts';
import type { Book, Incident } from './incident.ts';
import { replaced } from './members.ts';
import { standingOf } from './standing.ts';

/** What people say of an incident: somebody is on it; not before then; nothing more of it, or again. */
export type Quieting =
  | { readonly kind: 'ack'; readonly by: string; readonly at: Instant }
  /** They have closed its issue, or opened it again after that. */
  | { readonly kind: 'close'; readonly by: string; readonly at: Instant }
  | { readonly kind: 'open' }
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
  switch (quieting.kind) {
    case 'ack':
      return { ...incident, acked: { by: quieting.by, at: quieting.at } };
    case 'close':
      return { ...incident, acked: { by: quieting.by, at: quieting.at, closed: true } };
    case 'open': {
      const { acked, ...rest } = incident;
      return acked?.closed === true ? rest : incident;
    }
    case 'snooze':
      return { ...incident, snoozed: { by: quieting.by, until: quieting.until } };
    case 'mute':
      return { ...incident, muted: true };
    case 'unmute': {
      const { muted: _, ...rest } = incident;
      return rest;
    }
    default:
      return unreachable(quieting);
  }
}

/** Whether somebody has taken it on since it last opened. */
export function isAcked(incident: Incident): boolean {
  const { acked } = incident;
  const { openings, failed } = standingOf(incident);
  const opened = openings.at(-1);
  if (acked === undefined || opened === undefined || acked.at < opened) return false;
  return acked.closed !== true || failed.every(({ at }) => at <= acked.at);
}

/** Whether somebody has closed its issue, and nothing has failed since: then it stays closed. */
export function isClosedByHand(incident: Incident): boolean {
  return incident.acked?.closed === true && isAcked(incident);
}
