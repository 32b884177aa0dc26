import type { IncidentCause } from '../report/issue/incident-view.ts';
import { localDayTime } from '../report/text/local-time.ts';
import type { Instant } from '../run/document.ts';
import { unreachable } from '../run/states.ts';
import type { Cause, End, Incident, Member } from './incident.ts';

export interface CausePlace {
  readonly member: Member | undefined;
  /** When it opened last. */
  readonly since: Instant;
  readonly timezone: string;
}

export function causeOf(
  incident: Incident,
  cause: Cause | undefined,
  { member, since, timezone }: CausePlace,
): IncidentCause {
  const { id, backfill } = incident;
  if (cause === undefined) {
    const first = member?.ends.find((end) => end.state === 'red' && end.at >= since);
    return { fingerprint: id, title: missingText(incident, first, timezone) };
  }
  const { shared, task, title, line, logged, trace } = cause;
  // The line is that of the run that showed the cause first.
  const commit = member?.ends.find((end) => end.cause === shared && end.commit !== undefined)?.commit;
  return {
    fingerprint: shared,
    ...(task === '' ? {} : { task }),
    title: backfill === undefined ? title : `${title} (backfill ${backfill})`,
    // What Segue says itself stands in the title, unless that is too short for it.
    ...(logged || line !== title ? { line } : {}),
    ...(trace === undefined || commit === undefined ? {} : { source: { path: trace.path, line: trace.line, commit } }),
  };
}

/** What an incident is that has no cause: the first thing that was missing since it opened, so that its title stays. */
function missingText({ kind }: Incident, first: End | undefined, timezone: string): string {
  const { at = '', run = '' } = first ?? {};
  switch (kind) {
    case 'deadline':
      return `deadline ${localDayTime(at, timezone)} missed`;
    case 'unserved':
      return `due ${localDayTime(run, timezone)} and has not begun`;
    case 'lost':
      return 'the machine that worked on it is gone';
    case 'failure':
    case 'backfill':
      return 'fails';
    default:
      return unreachable(kind);
  }
}
