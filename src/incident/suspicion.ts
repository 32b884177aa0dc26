import type { Instant } from '../run/document.ts';
import { incidentBounds } from './bounds.ts';
import type { Suspect } from './culprits.ts';
import { type Book, type Incident, memberOf } from './incident.ts';
import { replaced } from './members.ts';
import { standingOf } from './standing.ts';

/** What changed between the last success of a pipeline and its first failure of this. */
export interface SuspectQuestion {
  readonly incident: string;
  readonly pipeline: string;
  /** Commit of the last green run. */
  readonly good: string;
  /** Commit of the run that failed first. */
  readonly bad: string;
  /** The file of the repository that its log names. */
  readonly trace?: string;
}

/** Where the pipeline where it began was well last, and where it was broken. Undefined if it never was well, or nothing of it is to be asked. */
export function questionOf(incident: Incident): SuspectQuestion | undefined {
  const { state, cause, openings } = standingOf(incident);
  if (state === 'recovered' || incident.kind !== 'failure') return undefined;
  const began = firstRed(incident, openings.at(-1) ?? '');
  const good = began && memberOf(incident, began.pipeline)?.facts.lastGreen?.commit;
  if (began === undefined || good === undefined) return undefined;
  const { pipeline, commit: bad } = began;
  const trace = cause?.trace?.path;
  return { incident: incident.id, pipeline, good, bad, ...(trace === undefined ? {} : { trace }) };
}

/** What is not known yet, the newest incidents first. */
export function openQuestions({ incidents }: Book): readonly SuspectQuestion[] {
  return incidents.toReversed().flatMap((incident) => {
    const question = questionOf(incident);
    return question === undefined || isAnswered(incident, question) ? [] : [question];
  });
}

/** What is known of it; of what has nothing to ask, nobody is suspected. */
export function suspectsOf(incident: Incident): readonly Suspect[] | 'not-checked' {
  const question = questionOf(incident);
  if (question === undefined) return [];
  if (!isAnswered(incident, question)) return 'not-checked';
  return question.good === question.bad ? [] : (incident.suspects?.commits ?? []);
}

/** The same book if the question is none any more. */
export function withSuspects(book: Book, question: SuspectQuestion, found: readonly Suspect[]): Book {
  const incident = book.incidents.find(({ id }) => id === question.incident);
  if (incident === undefined || isAnswered(incident, question)) return book;
  if (JSON.stringify(questionOf(incident)) !== JSON.stringify(question)) return book;
  const { good, bad } = question;
  const commits = found.slice(0, incidentBounds.suspects).map((each) => ({
    ...each,
    paths: each.paths.slice(0, incidentBounds.suspectPaths),
  }));
  return replaced(book, { ...incident, suspects: { good, bad, commits } });
}

function isAnswered({ suspects }: Incident, { good, bad }: SuspectQuestion): boolean {
  return good === bad || (suspects?.good === good && suspects.bad === bad);
}

function firstRed(
  { members }: Incident,
  since: Instant,
): { readonly pipeline: string; readonly commit: string } | undefined {
  const reds = Object.entries(members).flatMap(([pipeline, { ends }]) => {
    const end = ends.find(({ state, at, commit }) => state === 'red' && at >= since && commit !== undefined);
    return end?.commit === undefined ? [] : [{ pipeline, commit: end.commit, at: end.at }];
  });
  return reds.sort((one, other) => (`${one.at} ${one.pipeline}` < `${other.at} ${other.pipeline}` ? -1 : 1))[0];
}
