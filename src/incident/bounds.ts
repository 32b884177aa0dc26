const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Spans are milliseconds. */
export const incidentBounds = {
  /** A cause that comes up in another pipeline so long after it was last seen is the same incident, though it has recovered. */
  groupingMs: 30 * minute,
  /** So many pipelines that are late, missing or lost are told one by one; what comes on top within `groupingMs` joins the last. */
  alone: 3,
  /** What comes back so long after it recovered is the same incident again. */
  reopenMs: 7 * day,
  /** So often within `reopenMs` is called flapping. */
  flappingOpenings: 3,
  /** Green runs in a row that end what is flapping. */
  flappingGreens: 2,
  /** Incidents of one run; further causes are counted. */
  causesPerRun: 5,
  /** How long what has recovered is kept. */
  keptMs: 30 * day,
  /** How long something may be due before it counts as not begun: a tick needs a moment to claim it. */
  claimMs: 10 * minute,
  /** What stands still for so long, from one look to another, is an incident. */
  stalledMs: hour,
  /** What stands still and is remembered. */
  stalled: 500,
  /** How long after a request without an answer it is looked for what it may have made. */
  lateMs: 10 * minute,
  incidents: 500,
  /** Pipelines of one incident. */
  members: 500,
  /** Causes that one incident remembers. */
  causes: 8,
  /** Ends that are kept of one pipeline in an incident. */
  ends: 24,
  /** Tasks of one pipeline that are named. */
  tasks: 50,
  /** Names in lists of pipelines. */
  names: 100,
  missed: 10,
  /** Commits that are suspected, and the files that are named of each. */
  suspects: 10,
  suspectPaths: 20,
  /** Messages whose time is remembered. */
  sent: 500,
  messagesPerIncident: 100,
  commentsPerIncident: 200,
  /** Issue pages that may be refused in one opening before it is left. */
  refusals: 3,
} as const;
