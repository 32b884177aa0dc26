import type { Book } from './incident.ts';
import { replaced } from './members.ts';
import type { ToldIncident } from './told.ts';
import type { IncidentWish } from './wishes.ts';

/** Whether an issue comes up that nobody knows to be open: one that there was none of yet, or that was closed. */
export function comesUp(book: Book, wish: IncidentWish): boolean {
  if (wish.kind !== 'issue') return false;
  return wish.wish.id === undefined || (wish.wish.state === 'open' && toldOf(book, wish)?.closed === true);
}

/**
 * The book right before a forge is asked for an issue that nobody knows to be open. Whoever asks may die before he can note the answer:
 * then what he has made or opened again is found, and closed, though all is well by that time. If somebody was about to ask for a first
 * one before, his request has no answer.
 */
export function recordAsking(book: Book, wish: IncidentWish): Book {
  const incident = book.incidents.find(({ id }) => id === wish.incident);
  if (incident === undefined || !comesUp(book, wish)) return book;
  if (wish.wish.id !== undefined) {
    const { closed: _, ...opened } = incident.told;
    return replaced(book, { ...incident, told: opened });
  }
  const { asking, ...told } = incident.told;
  if (told.issue !== undefined || told.asked === true) return book;
  const next = asking === true ? { ...told, asked: true as const } : { ...told, asking: true as const };
  return replaced(book, { ...incident, told: next });
}

function toldOf({ incidents }: Book, wish: IncidentWish): ToldIncident | undefined {
  return incidents.find(({ id }) => id === wish.incident)?.told;
}
