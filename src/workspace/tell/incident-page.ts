import { type Incident, memberOf } from '../../incident/incident.ts';
import { severityOf } from '../../incident/severity.ts';
import { type Change, type PipelineEnd, type Standing, standingOf } from '../../incident/standing.ts';
import { type IncidentPages, issueKey } from '../../incident/wishes.ts';
import type {
  AffectedPipeline,
  FailedLog,
  IncidentCause,
  IncidentView,
  PastRun,
  Quiet,
} from '../../report/incident-view.ts';
import { changedCauseComment, recoveryComment, reopenedComment } from '../../report/issue-comments.ts';
import { issuePage } from '../../report/issue-page.ts';

/** What a page shows besides the book. */
export interface PageFacts {
  readonly environment: string;
  /** Address of the repository's page. */
  readonly repository?: string;
  /** The end of the log of the task that failed, if it is still kept. */
  readonly logOf: (incident: Incident) => FailedLog | undefined;
}

const mostHistory = 30;

/** Pages of incidents, made of the book and of what is kept of their runs. */
export function pagesOf(facts: PageFacts): IncidentPages {
  return {
    issue: (incident) => issuePage(viewOf(incident, facts)),
    comment: (incident, change) => commentOn(viewOf(incident, facts), incident, change),
  };
}

function commentOn(view: IncidentView, incident: Incident, change: Change): string | undefined {
  const issue = incident.told.issue?.id ?? 0;
  switch (change.kind) {
    case 'recovered':
      return recoveryComment(view, issue)?.body;
    case 'reopened':
      return reopenedComment(view, issue).body;
    case 'cause': {
      const now = standingOf(incident).cause;
      return now === undefined
        ? undefined
        : changedCauseComment({ ...view, cause: causeOf(now) }, view.cause, issue).body;
    }
    case 'deadline':
      return '**The deadline has passed.** What is above says what waits for it.';
    case 'opened':
      return undefined;
    default:
      return change.kind satisfies never;
  }
}

function viewOf(incident: Incident, { environment, repository, logOf }: PageFacts): IncidentView {
  const standing = standingOf(incident);
  const pipelines = Object.keys(incident.members).sort((a, b) => compare(beganAt(incident, a), beganAt(incident, b)));
  const first = memberOf(incident, pipelines[0] ?? '')?.facts;
  const log = logOf(incident);
  const [cause] = incident.causes;
  return {
    key: issueKey(incident),
    kind: kindOf(incident),
    environment,
    state: standing.state,
    openedAt: standing.openings.at(-1) ?? beganAt(incident, pipelines[0] ?? ''),
    cause: cause === undefined ? { fingerprint: incident.id, title: titleOf(incident) } : causeOf(cause),
    pipelines: pipelines.map((pipeline) => affectedBy(incident, pipeline)),
    waiting: [...new Set(pipelines.flatMap((id) => memberOf(incident, id)?.facts.waiting ?? []))],
    suspects: 'not-checked',
    owners: [...new Set(pipelines.flatMap((id) => memberOf(incident, id)?.facts.owner ?? []))],
    severity: severityOf(incident),
    history: historyOf(incident),
    timezone: 'UTC',
    ...(first?.lastGreen === undefined ? {} : { lastGreen: first.lastGreen.commit }),
    ...(first?.runbook === undefined ? {} : { runbook: first.runbook }),
    ...recoveryOf(incident, standing),
    ...flappingOf(standing),
    ...quietOf(incident),
    ...(log === undefined ? {} : { log }),
    ...(repository === undefined ? {} : { repository }),
  };
}

function kindOf({ kind }: Incident): IncidentView['kind'] {
  switch (kind) {
    case 'unserved':
      return 'missing';
    case 'backfill':
    case 'failure':
      return 'failure';
    case 'deadline':
    case 'lost':
      return kind;
    default:
      return kind satisfies never;
  }
}

function titleOf({ kind }: Incident): string {
  switch (kind) {
    case 'deadline':
      return 'late';
    case 'lost':
      return 'its runner was lost';
    case 'unserved':
      return 'should have run and did not';
    case 'backfill':
    case 'failure':
      return 'fails';
    default:
      return kind satisfies never;
  }
}

function causeOf({ shared, task, title, line, logged, trace }: Incident['causes'][number]): IncidentCause {
  return {
    fingerprint: shared,
    task,
    title,
    ...(logged ? { line } : {}),
    ...(trace === undefined ? {} : { source: { ...trace, commit: '' } }),
  };
}

function beganAt(incident: Incident, pipeline: string): string {
  return memberOf(incident, pipeline)?.ends.find(({ state }) => state === 'red')?.at ?? '';
}

function affectedBy(incident: Incident, pipeline: string): AffectedPipeline {
  const member = memberOf(incident, pipeline);
  const red = (member?.ends ?? []).filter(({ state }) => state === 'red');
  const { goodUpTo, nextTry } = member?.facts ?? {};
  const missed = member?.missed.at(-1);
  return {
    pipeline,
    tasks: member?.tasks ?? [],
    firstRun: red[0]?.run ?? '',
    lastRun: red.at(-1)?.run ?? '',
    runs: red.reduce((sum, { folded = 0 }) => sum + 1 + folded, 0),
    attempts: red.reduce((sum, { attempts = 1 }) => sum + attempts, 0),
    ...(goodUpTo === undefined ? {} : { goodUpTo }),
    ...(missed === undefined ? {} : { deadline: { at: missed, missed: true } }),
    ...(nextTry === undefined ? {} : { next: nextTry }),
  };
}

function historyOf(incident: Incident): readonly PastRun[] {
  const ends: PipelineEnd[] = Object.entries(incident.members).flatMap(([pipeline, { ends: all }]) =>
    all.map((end) => ({ ...end, pipeline })),
  );
  const sorted = ends.sort((a, b) => compare(b.at, a.at) || compare(a.pipeline, b.pipeline));
  return sorted.slice(0, mostHistory).map(({ run, pipeline, at, state }) => {
    const note = state === 'other' ? { note: 'of something else' } : {};
    return { run, pipeline, at, state: state === 'green' ? 'success' : 'failed', ...note };
  });
}

function recoveryOf(incident: Incident, { state, recoveredAt }: Standing): Pick<IncidentView, 'recovery'> {
  if (state !== 'recovered' || recoveredAt === undefined) return {};
  for (const [pipeline, { ends }] of Object.entries(incident.members)) {
    const end = ends.find(({ at, state: how }) => at === recoveredAt && how !== 'red');
    if (end !== undefined) return { recovery: { at: recoveredAt, pipeline, run: end.run } };
  }
  return {};
}

function flappingOf({ flapping, openings }: Standing): Pick<IncidentView, 'flapping'> {
  const [since] = openings;
  return flapping && since !== undefined ? { flapping: { times: openings.length - 1, since } } : {};
}

function quietOf({ muted, acked, snoozed }: Incident): { readonly quiet?: Quiet } {
  if (muted === true) return { quiet: { kind: 'muted' } };
  if (snoozed !== undefined) return { quiet: { kind: 'snoozed', ...snoozed } };
  return acked === undefined ? {} : { quiet: { kind: 'acknowledged', by: acked.by } };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
