import { type Book, emptyBook } from '../../src/incident/incident.ts';
import type { Observation } from '../../src/incident/observation.ts';
import { observe } from '../../src/incident/observe.ts';
import { standingOf } from '../../src/incident/standing.ts';

export function bookAfter(...observations: readonly Observation[]): Book {
  return observations.reduce(observe, emptyBook('production'));
}

/** What each incident is about, and how it stands. */
export function seen(book: Book): readonly string[] {
  return book.incidents.map((incident) => {
    const { state, flapping, cause, openings } = standingOf(incident);
    const what = `${incident.kind} ${Object.keys(incident.members).join(' ')}: ${cause?.title ?? '?'}`;
    return `${what}: ${state}${openings.length > 1 ? ` ${openings.length}` : ''}${flapping ? ' flapping' : ''}`;
  });
}

export function changes(book: Book): readonly string[] {
  return book.incidents.flatMap((incident) => standingOf(incident).changes.map(({ key }) => key));
}
