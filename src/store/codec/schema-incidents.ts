import { incidentBounds } from '../../incident/bounds.ts';
import { type Book, type Incident, incidentKinds, type Member } from '../../incident/incident.ts';
import type { ToldIncident } from '../../incident/told.ts';
import { limits } from '../../model/limits.ts';
import * as v from './schema-values.ts';
import { boolean, either, object, oneOf, optional, type Shape, text } from './shape.ts';

/** Twice the bounds of who writes: a later version may keep more. */
const room = (most: number): number => 2 * most;
const line = text(8_192);
const url = text(2_048, /^\P{Cc}*$/u, 'has control characters');
const digest = text(64, /^[0-9a-f]{16,64}$/, 'is not a digest');
/** A whole commit, or what an older run had for one. */
const name = v.label;
const key = text(300, /^[A-Za-z0-9./:-]+$/, 'is not a key');
/** Tasks are named here, and never become names of files. */
const taskName = text(limits.idLength + 20, /^\P{Cc}*$/u, 'is not the id of a task');
const pipelines = v.listOf(v.pipelineId, room(incidentBounds.names));

const trace = object({ path: v.repositoryPath, line: v.count, message: optional(line) });

const cause = object({
  shared: digest,
  task: taskName,
  title: line,
  line,
  logged: boolean,
  generic: optional(oneOf(true)),
  trace: optional(trace),
});

const lastGreen = object({ run: name, commit: name, at: v.instant });

const facts = object({
  file: text(4_096),
  owner: optional(line),
  tags: v.listOf(name, room(limits.tagsPerPipeline)),
  runbook: optional(line),
  goodUpTo: optional(v.instant),
  lastGreen: optional(lastGreen),
  waiting: pipelines,
  nextTry: optional(v.instant),
  timezone: optional(name),
});

const end = object({
  run: name,
  at: v.instant,
  state: oneOf('red', 'green', 'other'),
  cause: optional(digest),
  interval: optional(object({ start: v.instant, end: v.instant })),
  commit: optional(name),
  job: optional(url),
  attempts: optional(v.count),
  folded: optional(v.count),
});

const member = object({
  facts,
  tasks: v.listOf(taskName, room(incidentBounds.tasks)),
  moreTasks: v.count,
  blocked: optional(v.listOf(taskName, room(incidentBounds.names))),
  moreCauses: v.count,
  ends: v.listOf(end, room(incidentBounds.ends)),
  floor: optional(v.instant),
  forgotten: optional(v.count),
  missed: v.listOf(v.instant, room(incidentBounds.missed)),
  late: pipelines,
}) satisfies Shape<Member>;

const refused = object({ page: digest, why: line, times: v.count, opening: v.count, at: v.instant });

const told = object({
  issue: optional(object({ id: v.count, url })),
  asking: optional(oneOf(true)),
  asked: optional(oneOf(true)),
  mayBeTwice: optional(v.instant),
  page: optional(digest),
  closed: optional(oneOf(true)),
  refused: optional(refused),
  comments: v.mapOf(
    key,
    either(
      object({ id: v.count, mayBeTwice: optional(v.instant) }),
      either(object({ refused: line }), object({ page: oneOf(true) })),
    ),
  ),
  messages: v.listOf(key, room(incidentBounds.messagesPerIncident)),
}) satisfies Shape<ToldIncident>;

const suspect = object({
  number: optional(v.count),
  commit: name,
  title: line,
  author: name,
  at: v.instant,
  paths: v.listOf(text(4_096), room(incidentBounds.suspectPaths)),
});

const suspects = object({
  good: name,
  bad: name,
  commits: v.listOf(suspect, room(incidentBounds.suspects)),
});

const incident = object({
  id: digest,
  kind: oneOf(...incidentKinds),
  backfill: optional(name),
  causes: v.listOf(cause, room(incidentBounds.causes)),
  members: v.mapOf(v.pipelineId, member),
  seen: optional(v.instant),
  acked: optional(object({ by: name, at: v.instant, closed: optional(oneOf(true)) })),
  snoozed: optional(object({ by: name, until: v.instant })),
  muted: optional(oneOf(true)),
  suspects: optional(suspects),
  told,
}) satisfies Shape<Incident>;

const standStill = object({
  pipeline: v.pipelineId,
  run: optional(v.runId),
  due: v.instant,
  since: v.instant,
});

export const incidentsSchema = object({
  version: oneOf(1),
  environment: name,
  incidents: v.listOf(incident, room(incidentBounds.incidents)),
  sent: v.listOf(object({ key, to: name, at: v.instant }), room(incidentBounds.sent)),
  stalled: optional(v.listOf(standStill, room(incidentBounds.stalled))),
}) satisfies Shape<Book>;
