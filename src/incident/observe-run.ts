import { textDigest } from '../report/text/text-digest.ts';
import type { RunDocument } from '../run/document.ts';
import { blockedTasks } from './blocked-tasks.ts';
import { incidentBounds } from './bounds.ts';
import { clearRun } from './clear-run.ts';
import { isKnownEnd } from './ends.ts';
import { type Book, type End, type Incident, memberOf } from './incident.ts';
import { type Hit, newIncident, replaced, withHit } from './members.ts';
import { withMoved } from './moved-members.ts';
import type { EndedRun } from './observation.ts';
import { isRecent, type Placing, placeCause } from './place-cause.ts';
import { causesOf, type RunCause } from './shared-causes.ts';
import { standingOf } from './standing.ts';

/** A run has ended. What nobody is to be woken for, or is known, changes nothing. */
export function observeRun(known: Book, ended: EndedRun): Book {
  const { run, formerIds = [] } = ended;
  if (run.finishedAt === undefined || run.selection !== undefined) return known;
  const book = withMoved(known, formerIds, run.pipeline);
  if (hasPassed(ended) || isKnown(book, run)) return book;
  if (run.state === 'success') return clearRun(book, ended, []);
  // A person who cancels knows; what is interrupted goes on.
  if (run.state !== 'failed') return book;
  return isLost(run) ? lose(book, ended) : fail(book, ended);
}

/** Its machine is gone, and nobody could go on with it: none of its tasks says why. */
function isLost({ actions }: RunDocument): boolean {
  return actions.at(-1)?.kind === 'lost';
}

function isKnown(book: Book, { pipeline, run, finishedAt = '' }: RunDocument): boolean {
  return book.incidents.some((incident) => {
    const member = memberOf(incident, pipeline);
    return member !== undefined && isKnownEnd(member, { run, at: finishedAt });
  });
}

function fail(book: Book, ended: EndedRun): Book {
  const causes = causesOf(ended);
  if (ended.run.trigger.kind === 'backfill') return failBackfill(book, ended, causes);
  const taken = new Set<string>();
  let next = book;
  for (const cause of causes) {
    const placing = { pipeline: ended.run.pipeline, at: endOf(ended).at, cause, all: causes, taken };
    next = hit(next, ended, placing);
    const id = changed(book, next, taken);
    if (id !== undefined) taken.add(id);
  }
  return clearRun(next, ended, causes);
}

function changed(before: Book, after: Book, taken: ReadonlySet<string>): string | undefined {
  return after.incidents.find((each) => !taken.has(each.id) && !before.incidents.includes(each))?.id;
}

function hit(book: Book, ended: EndedRun, placing: Placing): Book {
  const known = placeCause(book, placing);
  const told = hitOf(ended, placing.cause);
  if (known !== undefined) return hitAgain(book, ended, known, told);
  if (isWatched(ended)) return book;
  const id = textDigest(`${book.environment}\n${placing.pipeline}\n${placing.cause.cause.shared}\n${ended.run.run}`);
  return opened(book, withHit(newIncident(id, 'failure'), placing.pipeline, told));
}

function hitAgain(book: Book, ended: EndedRun, known: Incident, told: Hit): Book {
  if (isWatched(ended) && standingOf(known).state === 'recovered') return book;
  return replaced(book, withHit(known, ended.run.pipeline, told));
}

/** Who starts a run by hand, or retries one, looks at it: it repeats what is known, and opens nothing. */
function isWatched({ run }: EndedRun): boolean {
  return run.trigger.kind === 'manual' || run.actions.at(-1)?.kind === 'retry';
}

/** Told late: a whole run has succeeded since, and nobody need hear of it now. Each interval of a backfill counts by itself. */
function hasPassed({ run, facts: { lastGreen } }: EndedRun): boolean {
  if (run.trigger.kind === 'backfill' || run.state === 'success') return false;
  return lastGreen !== undefined && lastGreen.at > (run.finishedAt ?? '');
}

/** One for each backfill, whatever its runs fail of. What is filled by hand has no id: of that each generation is one. */
function failBackfill(book: Book, ended: EndedRun, [cause]: readonly RunCause[]): Book {
  const { run } = ended;
  const { backfill = `generation ${run.generation}` } = run.trigger;
  if (cause === undefined) return book;
  const known = book.incidents.find(
    (each) => each.kind === 'backfill' && each.backfill === backfill && memberOf(each, run.pipeline) !== undefined,
  );
  if (known !== undefined) return replaced(book, withHit(known, run.pipeline, hitOf(ended, cause)));
  const id = textDigest(`${book.environment}\n${run.pipeline}\nbackfill ${backfill}\n${run.run}`);
  return opened(book, withHit(newIncident(id, 'backfill', backfill), run.pipeline, hitOf(ended, cause)));
}

function lose(book: Book, ended: EndedRun): Book {
  const { run, facts } = ended;
  const told: Hit = { facts, end: endOf(ended), tasks: [], moreCauses: 0 };
  const known = book.incidents.findLast((each) => isLoss(each, run));
  if (known !== undefined) return hitAgain(book, ended, known, told);
  if (isWatched(ended)) return book;
  const id = textDigest(`${book.environment}\n${run.pipeline}\nlost\n${run.run}`);
  return opened(book, withHit(newIncident(id, 'lost'), run.pipeline, told));
}

function isLoss(incident: Incident, { pipeline, finishedAt = '' }: RunDocument): boolean {
  if (memberOf(incident, pipeline) === undefined || incident.causes.length > 0) return false;
  const standing = standingOf(incident);
  return incident.kind === 'lost' ? isRecent(standing, finishedAt) : standing.state === 'open';
}

function hitOf(ended: EndedRun, { cause, tasks, attempts, more }: RunCause): Hit {
  const { run, facts } = ended;
  const end = { ...endOf(ended), cause: cause.shared, attempts };
  return { facts, end, cause, tasks, moreCauses: more, blocked: blockedTasks(run, tasks) };
}

function endOf({ run: { run, finishedAt = '', interval, commit }, job }: EndedRun): End {
  return {
    run,
    at: finishedAt,
    state: 'red',
    ...(interval === undefined ? {} : { interval }),
    commit,
    ...(job === undefined ? {} : { job }),
  };
}

/** When all places are taken by what is open, further incidents are not noted: five hundred are told already. */
export function opened(book: Book, incident: Incident): Book {
  if (book.incidents.length >= incidentBounds.incidents) return book;
  return { ...book, incidents: [...book.incidents, incident] };
}
