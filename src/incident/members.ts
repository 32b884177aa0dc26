import { incidentBounds } from './bounds.ts';
import { withEnd } from './ends.ts';
import { type Book, type Cause, type End, type Incident, type Member, type MemberFacts, memberOf } from './incident.ts';
import { nothingTold } from './told.ts';

/** What an end brings to an incident besides itself. */
export interface Hit {
  readonly facts: MemberFacts;
  readonly end: End;
  readonly cause?: Cause;
  readonly tasks: readonly string[];
  readonly moreCauses: number;
  /** Tasks that did not run because of it. */
  readonly blocked?: readonly string[];
}

export function newIncident(id: string, kind: Incident['kind'], backfill?: string): Incident {
  const of = backfill === undefined ? {} : { backfill };
  return { id, kind, ...of, causes: [], members: {}, told: nothingTold };
}

/** The incident with one more end of a pipeline; it is the same if that is known. */
export function withHit(incident: Incident, pipeline: string, hit: Hit): Incident {
  const member = memberOf(incident, pipeline) ?? newMember(hit.facts);
  const next = withEnd(member, hit.end);
  if (next === member) return incident;
  const isNewest = next.ends.at(-1) === hit.end;
  const named = merged(member.tasks, hit.tasks);
  const tasks = named.slice(0, incidentBounds.tasks);
  const told = {
    ...next,
    tasks,
    moreTasks: Math.max(member.moreTasks, named.length - tasks.length),
    ...(isNewest ? { facts: bounded(hit.facts), moreCauses: hit.moreCauses, ...blockedBy(hit) } : {}),
  };
  const causes = hit.cause === undefined ? incident.causes : withCause(incident.causes, hit.cause);
  return { ...incident, kind: kindOf(incident, hit), causes, members: withMember(incident, pipeline, told) };
}

function blockedBy({ blocked = [] }: Hit): Pick<Member, 'blocked'> {
  return { blocked: blocked.slice(0, incidentBounds.names) };
}

export function withMember({ members }: Incident, pipeline: string, member: Member): Incident['members'] {
  return { ...members, [pipeline]: member };
}

export function replaced(book: Book, incident: Incident): Book {
  const incidents = book.incidents.map((each) => (each.id === incident.id ? incident : each));
  return { ...book, incidents };
}

/** An incident that began with something missing is a failure once it is known why. */
function kindOf({ kind }: Incident, { cause }: Hit): Incident['kind'] {
  return cause === undefined || kind === 'backfill' ? kind : 'failure';
}

function withCause(causes: readonly Cause[], cause: Cause): readonly Cause[] {
  const known = causes.some(({ shared }) => shared === cause.shared);
  return known ? causes : [...causes, cause].slice(-incidentBounds.causes);
}

function newMember(facts: MemberFacts): Member {
  return { facts: bounded(facts), tasks: [], moreTasks: 0, moreCauses: 0, ends: [], missed: [], late: [] };
}

function bounded(facts: MemberFacts): MemberFacts {
  return { ...facts, waiting: facts.waiting.slice(0, incidentBounds.names) };
}

function merged(names: readonly string[], more: readonly string[]): readonly string[] {
  return [...new Set([...names, ...more])];
}
