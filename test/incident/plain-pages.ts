import type { Book, Incident } from '../../src/incident/incident.ts';
import { recordAnswer } from '../../src/incident/record-answer.ts';
import { severityOf } from '../../src/incident/severity.ts';
import { standingOf } from '../../src/incident/standing.ts';
import { type IncidentPages, wishes } from '../../src/incident/wishes.ts';
import type { Forge } from '../../src/report/forge/forge.ts';

/** Pages that say just enough to tell them apart. */
export const plainPages: IncidentPages = {
  issue(incident) {
    const { state, flapping, cause, openings } = standingOf(incident);
    const runs = Object.values(incident.members).flatMap(({ ends }) => ends).length;
    return {
      title: `${names(incident)}: ${cause?.title ?? incident.kind}`,
      body: `${state}${flapping ? ', flapping' : ''}, ${openings.length} openings, ${runs} ends`,
      labels: ['segue', `segue:${severityOf(incident)}`],
      assignees: [],
    };
  },
  comment: (incident, { kind }) => `${names(incident)}: ${kind}`,
};

function names({ members }: Incident): string {
  const all = Object.keys(members);
  return all.length > 2 ? `${all.length} pipelines` : all.join(', ');
}

/** Brings a forge to what the book says, until nothing new is wished. */
export async function deliver(
  book: Book,
  forge: Pick<Forge, 'ensureIssue' | 'ensureComment'>,
  at: string,
  pages = plainPages,
): Promise<Book> {
  let now = book;
  for (let round = 0; round < 3; round++) {
    const before = now;
    for (const wish of wishes(now, pages)) {
      const answer = await (wish.kind === 'issue' ? forge.ensureIssue(wish.wish) : forge.ensureComment(wish.wish));
      now = recordAnswer(now, wish, answer, at);
    }
    if (now === before) return now;
  }
  return now;
}
