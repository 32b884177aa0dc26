import type { Book } from './incident.ts';
import { replaced } from './members.ts';
import type { IncidentWish } from './wishes.ts';

/** Whether nobody knows of an issue yet that is now asked for. */
export function isFirstAsked({ kind, wish }: IncidentWish): boolean {
  return kind === 'issue' && wish.id === undefined;
}

/**
 * The book right before a forge is asked for an issue that nobody knows of. Whoever asks may die before he can note the answer: then what
 * he has made is found, and closed, though all is well by that time. If somebody was about to ask before, his request has no answer.
 */
export function recordAsking(book: Book, wish: IncidentWish): Book {
  const incident = book.incidents.find(({ id }) => id === wish.incident);
  if (incident === undefined || !isFirstAsked(wish)) return book;
  const { asking, ...told } = incident.told;
  if (told.issue !== undefined || told.asked === true) return book;
  const next = asking === true ? { ...told, asked: true as const } : { ...told, asking: true as const };
  return replaced(book, { ...incident, told: next });
}
