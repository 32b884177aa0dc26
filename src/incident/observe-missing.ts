import { textDigest } from '../report/text/text-digest.ts';
import type { Instant } from '../run/document.ts';
import { unreachable } from '../run/states.ts';
import { incidentBounds } from './bounds.ts';
import { isKnownEnd } from './ends.ts';
import {
  type Book,
  type End,
  type Incident,
  type IncidentKind,
  type Member,
  type MemberFacts,
  memberOf,
} from './incident.ts';
import { newIncident, replaced, withHit, withMember } from './members.ts';
import type { EndedRun, Looked, Observation, Stalled } from './observation.ts';
import { opened } from './observe-run.ts';
import { isRecent } from './place-cause.ts';
import { standingOf } from './standing.ts';

type Missing = Exclude<Observation, EndedRun | Looked>;

/** Something did not come. What an open incident explains is noted there; only what nothing explains is one of its own. */
export function observeMissing(book: Book, missing: Missing): Book {
  switch (missing.kind) {
    case 'deadline-missed':
      return miss(book, missing);
    case 'upstream-recovered':
      return noLongerWaiting(book, missing);
    default:
      return unreachable(missing);
  }
}

/** `at`: since when it stands still for too long. */
export function noteMissing(book: Book, stalled: Stalled, at: Instant, seen: Instant): Book {
  const { pipeline, facts, run, due, interval } = stalled;
  if (hasOpen(book, pipeline)) return book;
  if (run !== undefined) return note(book, { kind: 'lost', pipeline, facts, seen, end: { run, at, state: 'red' } });
  if (isExplained(book, pipeline)) return book;
  const of = interval === undefined ? {} : { interval };
  return note(book, { kind: 'unserved', pipeline, facts, seen, end: { run: due, at, state: 'red', ...of } });
}

function miss(book: Book, missing: Extract<Missing, { kind: 'deadline-missed' }>): Book {
  const { pipeline, deadline, facts, run = deadline } = missing;
  if (book.incidents.some((each) => memberOf(each, pipeline)?.missed.includes(deadline))) return book;
  if (facts.lastGreen !== undefined && facts.lastGreen.at > deadline) return book;
  const own = openOf(book, pipeline);
  if (own !== undefined) return withMissed(book, own, pipeline, deadline);
  const upstream = book.incidents.findLast((each) => waitsFor(each, pipeline));
  if (upstream !== undefined) return withLate(book, upstream, pipeline);
  const { seen = deadline } = missing;
  const next = note(book, { kind: 'deadline', pipeline, facts, seen, end: { run, at: deadline, state: 'red' } });
  const made = next === book ? undefined : openOf(next, pipeline);
  return made === undefined ? next : withMissed(next, made, pipeline, deadline);
}

function openOf(book: Book, pipeline: string): Incident | undefined {
  return book.incidents.findLast((each) => each.kind !== 'backfill' && standingOf(each).red.has(pipeline));
}

function hasOpen(book: Book, pipeline: string): boolean {
  return openOf(book, pipeline) !== undefined;
}

function isExplained(book: Book, pipeline: string): boolean {
  return book.incidents.some((each) => waitsFor(each, pipeline));
}

/** Whether an open incident is why the pipeline does not run. */
function waitsFor(incident: Incident, pipeline: string): boolean {
  const { red } = standingOf(incident);
  return Object.entries(incident.members).some(([id, { facts }]) => red.has(id) && facts.waiting.includes(pipeline));
}

interface Missed {
  readonly kind: IncidentKind;
  readonly pipeline: string;
  readonly facts: MemberFacts;
  readonly end: End;
  readonly seen: Instant;
}

/** An incident of this kind, the same as before if that is not long ago. */
function note(book: Book, missed: Missed): Book {
  const { kind, pipeline, facts, end, seen } = missed;
  const known = book.incidents.findLast(
    (each) => each.kind === kind && memberOf(each, pipeline) !== undefined && isRecent(standingOf(each), end.at),
  );
  const member = known && memberOf(known, pipeline);
  if (member !== undefined && isKnownEnd(member, end)) return book;
  if (facts.lastGreen !== undefined && facts.lastGreen.at > end.at) return book;
  const hit = { facts, end, tasks: [], moreCauses: 0 };
  const place = known ?? waveOf(book, missed);
  if (place !== undefined) return replaced(book, { ...withHit(place, pipeline, hit), seen });
  const id = textDigest(`${book.environment}\n${pipeline}\n${kind}\n${end.run}`);
  return opened(book, { ...withHit(newIncident(id, kind), pipeline, hit), seen });
}

/** Where many are late or missing at once, such as after a wake-up that came hours late, people read of it once. */
function waveOf({ incidents }: Book, { kind, seen }: Missed): Incident | undefined {
  const wave = incidents.filter((each) => {
    if (each.kind !== kind || each.seen === undefined || standingOf(each).state !== 'open') return false;
    return Math.abs(Date.parse(seen) - Date.parse(each.seen)) <= incidentBounds.groupingMs;
  });
  const last = wave.at(-1);
  if (last === undefined || wave.length < incidentBounds.alone) return undefined;
  return Object.keys(last.members).length < incidentBounds.members ? last : undefined;
}

function withMissed(book: Book, incident: Incident, pipeline: string, deadline: Instant): Book {
  return edited(book, incident, pipeline, (member) => {
    const missed = [...member.missed, deadline].sort().slice(-incidentBounds.missed);
    return { ...member, missed };
  });
}

/** Noted with the first pipeline that it waits for. */
function withLate(book: Book, incident: Incident, pipeline: string): Book {
  const upstream = Object.entries(incident.members).find(([, { facts }]) => facts.waiting.includes(pipeline))?.[0];
  if (upstream === undefined) return book;
  return edited(book, incident, upstream, (member) => {
    if (member.late.includes(pipeline) || member.late.length >= incidentBounds.names) return member;
    return { ...member, late: [...member.late, pipeline].sort() };
  });
}

function noLongerWaiting(book: Book, { pipeline, upstream }: Extract<Missing, { kind: 'upstream-recovered' }>): Book {
  let next = book;
  for (const incident of book.incidents) {
    if (memberOf(incident, upstream)?.facts.waiting.includes(pipeline) !== true) continue;
    next = edited(next, incident, upstream, (member) => {
      const waiting = member.facts.waiting.filter((each) => each !== pipeline);
      return { ...member, facts: { ...member.facts, waiting } };
    });
  }
  return next;
}

function edited(book: Book, incident: Incident, pipeline: string, edit: (member: Member) => Member): Book {
  const member = memberOf(incident, pipeline);
  const next = member === undefined ? undefined : edit(member);
  if (next === undefined || next === member) return book;
  return replaced(book, { ...incident, members: withMember(incident, pipeline, next) });
}
