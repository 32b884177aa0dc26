import { mutedLabel } from '../report/issue/issue-labels.ts';
import type { Book } from './incident.ts';
import { quieten } from './quieten.ts';

/** The book after somebody has looked at the labels of an issue; the same if nothing of it has changed. */
export function withLabels(book: Book, incident: string, labels: readonly string[]): Book {
  const isMuted = labels.some((label) => label.toLowerCase() === mutedLabel);
  const known = book.incidents.find(({ id }) => id === incident)?.muted === true;
  return isMuted === known ? book : quieten(book, incident, { kind: isMuted ? 'mute' : 'unmute' });
}
