import { incidentBounds } from './bounds.ts';
import { withEnd } from './ends.ts';
import { type Book, type Incident, type Member, memberOf } from './incident.ts';

/**
 * What was told of a pipeline under ids that it had before goes on under its new one: nothing runs under those any more, and what
 * was red there would never be green again. The very same book if nothing was told of them.
 */
export function withMoved(book: Book, formerIds: readonly string[], id: string): Book {
  const incidents = book.incidents.map((incident) =>
    formerIds.reduce((so, from) => memberMoved(so, from, id), incident),
  );
  return incidents.every((each, index) => each === book.incidents[index]) ? book : { ...book, incidents };
}

function memberMoved(incident: Incident, from: string, to: string): Incident {
  const old = memberOf(incident, from);
  if (old === undefined) return incident;
  const known = memberOf(incident, to);
  const { [from]: _, ...others } = incident.members;
  return { ...incident, members: { ...others, [to]: known === undefined ? old : joined(old, known) } };
}

/** Where something was told under both, as somebody still worked under the old one. */
function joined(old: Member, known: Member): Member {
  const { ends, floor, ...rest } = old.ends.reduce((so, end) => withEnd(so, end), known);
  const floors = [floor, old.floor].filter((each) => each !== undefined).sort();
  const forgotten = (rest.forgotten ?? 0) + (old.forgotten ?? 0);
  return {
    ...rest,
    ends,
    tasks: united(old.tasks, known.tasks).slice(0, incidentBounds.tasks),
    missed: united(old.missed, known.missed).sort().slice(-incidentBounds.missed),
    late: united(old.late, known.late).slice(0, incidentBounds.names),
    ...(floors.length === 0 ? {} : { floor: floors.at(-1) ?? '' }),
    ...(forgotten === 0 ? {} : { forgotten }),
  };
}

function united(one: readonly string[], other: readonly string[]): string[] {
  return [...new Set([...one, ...other])];
}
