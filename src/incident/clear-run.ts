import type { RunDocument } from '../run/document.ts';
import { withEnd } from './ends.ts';
import { type Book, type End, type Incident, memberOf } from './incident.ts';
import { replaced, withMember } from './members.ts';
import type { EndedRun } from './observation.ts';
import { hasFailed, haveSucceeded, type RunCause } from './shared-causes.ts';
import { standingOf } from './standing.ts';

/**
 * What a run's end says of incidents that it did not hit: a whole success ends them for this pipeline; a run that fails elsewhere
 * ends those whose tasks have all succeeded; and what fails of something else is told there.
 */
export function clearRun(book: Book, ended: EndedRun, causes: readonly RunCause[]): Book {
  let next = book;
  for (const incident of book.incidents) {
    const state = clears(incident, ended, causes);
    const after = state === undefined ? incident : cleared(incident, ended, state);
    // A green run of what is well is no news.
    if (!standsAs(incident, after)) next = replaced(next, after);
  }
  return next;
}

function clears(incident: Incident, ended: EndedRun, causes: readonly RunCause[]): End['state'] | undefined {
  const { run } = ended;
  const member = memberOf(incident, run.pipeline);
  if (member === undefined || member.ends.some((end) => isEndOf(end, run))) return undefined;
  const isOfBackfill = run.trigger.kind === 'backfill';
  if (incident.kind === 'backfill') {
    const hasFailedIn = member.ends.some((end) => end.run === run.run && end.state === 'red');
    return run.state === 'success' && hasFailedIn ? 'green' : undefined;
  }
  if (isOfBackfill) return undefined;
  if (run.state === 'success') return 'green';
  if (run.trigger.kind === 'manual') return undefined;
  if (haveSucceeded(run, member.tasks)) return 'green';
  return incident.causes.length === 0 || hasFailed(causes, member.tasks) ? 'other' : undefined;
}

function isEndOf(end: End, { run, finishedAt }: RunDocument): boolean {
  return end.run === run && end.at === finishedAt;
}

/** Who looked at what was known a while ago may have noted as late what had ended in time: its end counts all the same. */
function endedAt(ends: readonly End[], { run, finishedAt = '' }: RunDocument): string {
  const noted = ends.findLast((end) => end.run === run && end.state === 'red' && end.cause === undefined)?.at ?? '';
  return noted >= finishedAt ? new Date(Date.parse(noted) + 1).toISOString() : finishedAt;
}

function standsAs(incident: Incident, after: Incident): boolean {
  return incident === after || story(incident) === story(after);
}

function story(incident: Incident): string {
  const { openings, red, failed, changes } = standingOf(incident);
  const runs = failed.map(({ run }) => run);
  return JSON.stringify([openings, [...red], runs, changes]);
}

function cleared(incident: Incident, { run, facts }: EndedRun, state: End['state']): Incident {
  const member = memberOf(incident, run.pipeline);
  if (member === undefined) return incident;
  const { interval, commit } = run;
  const at = endedAt(member.ends, run);
  const end: End = { run: run.run, at, state, ...(interval === undefined ? {} : { interval }), commit };
  const next = withEnd(member, end);
  const isNewest = next.ends.at(-1) === end;
  return { ...incident, members: withMember(incident, run.pipeline, isNewest ? { ...next, facts } : next) };
}
