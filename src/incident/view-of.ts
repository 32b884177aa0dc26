import { commitAddress } from '../report/forge/forge-address.ts';
import type { AffectedPipeline, FailedLog, IncidentView, Quiet } from '../report/issue/incident-view.ts';
import type { Instant } from '../run/document.ts';
import { isTimezone } from '../schedule/timezone.ts';
import type { End, Incident, IncidentKind, Member } from './incident.ts';
import { isRun, pastRuns } from './past-runs.ts';
import { isAcked } from './quieten.ts';
import { lastWell, severityOf } from './severity.ts';
import { type Standing, standingOf } from './standing.ts';
import { questionOf, suspectsOf } from './suspicion.ts';
import { causeOf } from './view-cause.ts';
import { issueKey } from './wishes.ts';

/** What a page shows besides what the book knows. It must not change by itself either. */
export interface PageContext {
  readonly environment: string;
  /** Of pipelines that have none of their own, an IANA name. */
  readonly timezone: string;
  /** Address of the repository's page. */
  readonly repository?: string;
  /** By file of a pipeline: who owns it, besides the owner that it names. */
  readonly codeowners?: (file: string) => readonly string[];
  readonly logOf?: (incident: Incident) => FailedLog | undefined;
}

export function viewOf(incident: Incident, context: PageContext): IncidentView {
  const standing = standingOf(incident);
  const { state, openings } = standing;
  const members = hit(incident, standing);
  const [first] = members;
  const facts = members.map(([, member]) => member.facts);
  const openedAt = openings.at(-1) ?? '';
  const timezone = timezoneOf(first?.[1]) ?? context.timezone;
  return {
    key: issueKey(incident),
    kind: kinds[incident.kind],
    environment: context.environment,
    state,
    openedAt,
    cause: causeOf(incident, standing.cause, { member: first?.[1], since: openedAt, timezone }),
    pipelines: members.map(([pipeline, member]) =>
      affected(pipeline, member, { since: openedAt, well: lastWell(standing), repository: context.repository }),
    ),
    waiting: waitingOf(members.map(([, member]) => member)),
    suspects: suspectsOf(incident),
    // Where nothing is asked, nothing is said of what did not change.
    ...present('lastGreen', questionOf(incident)?.good),
    owners: [
      ...new Set(
        facts.flatMap(({ owner, file }) => [...(owner ? [owner] : []), ...(context.codeowners?.(file) ?? [])]),
      ),
    ],
    severity: severityOf(incident),
    ...present('runbook', first?.[1].facts.runbook),
    ...present('recovery', recoveryOf(incident, standing)),
    ...(standing.flapping ? { flapping: { times: openings.length - 1, since: openings[0] ?? openedAt } } : {}),
    ...present('quiet', quietOf(incident)),
    ...present('log', context.logOf?.(incident)),
    history: pastRuns(incident, standing),
    timezone,
    ...present('repository', context.repository),
  };
}

/** The book comes from a state that others can write. */
function timezoneOf(member: Member | undefined): string | undefined {
  const { timezone } = member?.facts ?? {};
  return timezone !== undefined && isTimezone(timezone) ? timezone : undefined;
}

/** What does not run because of it: pipelines that are late by now come first, then tasks of the only pipeline, then other pipelines. */
function waitingOf(members: readonly Member[]): readonly string[] {
  const tasks = members.length === 1 ? (members[0]?.blocked ?? []) : [];
  const late = [...new Set(members.flatMap((member) => member.late))].sort();
  const all = [...new Set(members.flatMap(({ facts }) => facts.waiting))].sort();
  return [...late.map((each) => `${each} (late)`), ...tasks, ...all.filter((each) => !late.includes(each))];
}

const kinds: Readonly<Record<IncidentKind, IncidentView['kind']>> = {
  failure: 'failure',
  backfill: 'failure',
  deadline: 'deadline',
  lost: 'lost',
  unserved: 'missing',
};

/** Those that it hits now; of what is over those that it hit last. Where it began comes first. */
function hit({ members }: Incident, { state, red, openings }: Standing): readonly (readonly [string, Member])[] {
  const since = openings.at(-1) ?? '';
  const wasRed = ({ ends }: Member): boolean => ends.some((end) => end.state === 'red' && end.at >= since);
  const all = Object.entries(members);
  const found = all.filter(([pipeline, member]) => (state === 'open' ? red.has(pipeline) : wasRed(member)));
  const began = ([pipeline, { ends }]: readonly [string, Member]): string => {
    return `${ends.find((end) => end.state === 'red' && end.at >= since)?.at ?? ''} ${pipeline}`;
  };
  return (found.length === 0 ? all : found).sort((one, other) => (began(one) < began(other) ? -1 : 1));
}

interface AffectedPlace {
  /** When it opened, and when all was well last before that. */
  readonly since: Instant;
  readonly well: Instant;
  readonly repository: string | undefined;
}

function affected(pipeline: string, member: Member, { since, well, repository }: AffectedPlace): AffectedPipeline {
  const { facts, missed, tasks } = member;
  const red = member.ends.filter((end) => end.state === 'red' && end.at >= since);
  const deadline = missed.findLast((at) => at > well);
  return {
    pipeline,
    tasks,
    ...lastRunOf(red.findLast(isRun), repository),
    runs: red.filter(({ cause }) => cause !== undefined).reduce((sum, { folded = 0 }) => sum + 1 + folded, 0),
    attempts: red.reduce((sum, { attempts = 0 }) => sum + attempts, 0),
    ...present('goodUpTo', facts.goodUpTo),
    ...(deadline === undefined ? {} : { deadline: { at: deadline, missed: true } }),
    ...present('next', facts.nextTry),
  };
}

/** The book comes from a state that others can write: its addresses lead to the repository, or are none. */
function lastRunOf(last: End | undefined, repository: string | undefined): Partial<AffectedPipeline> {
  if (last === undefined) return {};
  const { run: lastRun, commit, job } = last;
  const address = commit === undefined ? undefined : commitAddress(repository, commit);
  const isOurs = repository !== undefined && job?.startsWith(`${repository}/actions/runs/`) === true;
  return {
    lastRun,
    ...present('lastCheckUrl', address === undefined ? undefined : `${address}/checks`),
    ...present('lastJobUrl', isOurs ? job : undefined),
  };
}

function recoveryOf({ members }: Incident, { recoveredAt }: Standing): IncidentView['recovery'] {
  if (recoveredAt === undefined) return undefined;
  for (const [pipeline, { ends }] of Object.entries(members)) {
    const end = ends.findLast(({ at, state }) => at === recoveredAt && state !== 'red');
    if (end !== undefined) return { at: end.at, pipeline, run: end.run };
  }
  return undefined;
}

function quietOf(incident: Incident): Quiet | undefined {
  const { muted, snoozed, acked } = incident;
  if (muted === true) return { kind: 'muted' };
  if (snoozed !== undefined) return { kind: 'snoozed', ...snoozed };
  return acked !== undefined && isAcked(incident) ? { kind: 'acknowledged', by: acked.by } : undefined;
}

function present<K extends string, V>(key: K, value: V | undefined): { readonly [Key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [Key in K]?: V });
}
