import type { Instant } from '../run/document.ts';
import { incidentBounds } from './bounds.ts';
import { type Book, type Incident, memberOf } from './incident.ts';
import { hasFailed, type RunCause } from './shared-causes.ts';
import { type Standing, standingOf } from './standing.ts';

export interface Placing {
  readonly pipeline: string;
  readonly at: Instant;
  readonly cause: RunCause;
  /** All causes of the run. */
  readonly all: readonly RunCause[];
  /** Incidents that have taken another cause of the run. */
  readonly taken: ReadonlySet<string>;
}

/**
 * The incident that a cause belongs to, in this order: the pipeline's own of this cause; one of the same cause elsewhere; one of
 * the same task, which now fails otherwise; one that said that something is missing, without a cause. Undefined: a new one.
 */
export function placeCause(book: Book, placing: Placing): Incident | undefined {
  const candidates = book.incidents
    .filter(({ id, kind }) => kind !== 'backfill' && !placing.taken.has(id))
    .map((incident) => ({ incident, standing: standingOf(incident) }))
    .reverse();
  const found = rules.map((rule) => candidates.find((each) => rule(each, placing))).find((each) => each !== undefined);
  return found?.incident;
}

interface Candidate {
  readonly incident: Incident;
  readonly standing: Standing;
}

const rules: readonly ((candidate: Candidate, placing: Placing) => boolean)[] = [
  isOwn,
  isShared,
  isSameTask,
  isMissing,
];

function isOwn(candidate: Candidate, { pipeline, at, cause }: Placing): boolean {
  const member = memberOf(candidate.incident, pipeline);
  if (member === undefined || !knows(candidate.incident, cause) || !isRecent(candidate.standing, at)) return false;
  return cause.cause.generic !== true || member.tasks.some((task) => cause.tasks.includes(task));
}

function isShared({ incident, standing }: Candidate, { pipeline, at, cause }: Placing): boolean {
  if (cause.cause.generic === true || !knows(incident, cause)) return false;
  if (standing.state === 'open') return hasRoom(incident, pipeline);
  const last = Object.values(incident.members)
    .flatMap(({ ends }) => ends)
    .filter(({ state }) => state === 'red')
    .reduce((newest, end) => Math.max(newest, Date.parse(end.at)), Number.NEGATIVE_INFINITY);
  return Math.abs(Date.parse(at) - last) <= incidentBounds.groupingMs && hasRoom(incident, pipeline);
}

function isSameTask({ incident, standing }: Candidate, { pipeline, cause, all }: Placing): boolean {
  const member = aloneAndOpen({ incident, standing }, pipeline);
  if (member === undefined || incident.causes.length === 0) return false;
  if (all.some((each) => knows(incident, each))) return false;
  return hasFailed([cause], member.tasks);
}

function isMissing({ incident, standing }: Candidate, { pipeline }: Placing): boolean {
  return incident.causes.length === 0 && aloneAndOpen({ incident, standing }, pipeline) !== undefined;
}

function aloneAndOpen({ incident, standing }: Candidate, pipeline: string) {
  const isAlone = Object.keys(incident.members).length === 1;
  return isAlone && standing.state === 'open' ? memberOf(incident, pipeline) : undefined;
}

function knows({ causes }: Incident, { cause }: RunCause): boolean {
  return causes.some(({ shared }) => shared === cause.shared);
}

function hasRoom(incident: Incident, pipeline: string): boolean {
  return memberOf(incident, pipeline) !== undefined || Object.keys(incident.members).length < incidentBounds.members;
}

/** Open, or recovered so lately that it counts as the same. */
export function isRecent({ state, recoveredAt }: Standing, at: Instant): boolean {
  if (state === 'open' || recoveredAt === undefined) return true;
  return Date.parse(at) - Date.parse(recoveredAt) <= incidentBounds.reopenMs;
}
