import type { PastRun } from '../report/issue/incident-view.ts';
import type { Cause, End, Incident, Member } from './incident.ts';
import type { PipelineEnd, Standing } from './standing.ts';

const mostHistory = 30;

/** What happened to the pipelines of an incident, newest first. */
export function pastRuns({ members, causes }: Incident, { cause: current }: Standing): readonly PastRun[] {
  const ends = Object.entries(members).flatMap(([pipeline, member]) =>
    member.ends.map((end) => ({ ...end, pipeline })),
  );
  const newest = ends
    .sort((one, other) => (one.at === other.at ? 0 : one.at < other.at ? 1 : -1))
    .slice(0, mostHistory);
  return newest.map((end) => pastRun(end, members[end.pipeline], causes, current));
}

function pastRun(end: PipelineEnd, member: Member | undefined, causes: readonly Cause[], current?: Cause): PastRun {
  const { pipeline, at, state, cause } = end;
  const other = cause === current?.shared ? undefined : causes.find(({ shared }) => shared === cause)?.title;
  const note = state === 'other' ? 'fails of something else' : other;
  return {
    ...(isRun(end) ? { run: end.run } : {}),
    pipeline,
    at,
    state: stateOf(end, member),
    ...(note === undefined ? {} : { note }),
  };
}

function stateOf(end: End, member: Member | undefined): PastRun['state'] {
  if (end.state === 'green') return 'success';
  if (end.state === 'other' || end.cause !== undefined) return 'failed';
  if (member?.missed.includes(end.at) === true) return 'late';
  return isRun(end) ? 'lost' : 'missing';
}

/** What did not begin is named by when it was due. */
export function isRun({ run }: End): boolean {
  return run.startsWith('r-');
}
