import { countText } from '../../diagnostic/count-text.ts';
import type { CostChange, RunCost } from '../../diff/costs.ts';
import type { FireChange } from '../../diff/fire-changes.ts';
import { formatDuration } from '../../model/duration.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { countOf } from '../run/run-words.ts';
import { localClock, localDay, localDayTime, placeOf } from '../text/local-time.ts';
import { nameList } from '../text/name-list.ts';
import { clockNotes } from './diff-clock-notes.ts';
import type { DiffView, MonthMinutes } from './diff-view.ts';

/** Notes that are told; pipelines of which each is told whom it meets. */
const [mostNotes, fewMeetings] = [12, 5] as const;

/** Tasks of a critical path that are all named. */
const mostOfPath = 10;

/** A figure before and after. Empty where there is none, or nothing is known. */
export interface DiffFact {
  readonly what: string;
  readonly before: string;
  readonly after: string;
  /** Told although it is the same, since another figure is read beside it. */
  readonly isContext?: boolean;
}

/** What a reader compares: starts, durations, margins, minutes. Only what differs, and when runs end where the deadline is another. */
export function diffFacts(view: DiffView): readonly DiffFact[] {
  const { pipelines, fires, costs, withErrors } = view;
  // Pipelines with errors bill nothing, which is no saving.
  const minutes = withErrors.length > 0 ? undefined : view.minutes;
  const ids = new Set([...fires, ...costs].map(({ pipeline }) => pipeline));
  const label = (pipeline: string, what: string) => (ids.size > 1 ? `${pipeline}: ${what}` : what);
  const rows = [
    ...fires.flatMap((each) => fireFacts(each, (what) => label(each.pipeline, what))),
    ...costs.flatMap((each) =>
      costFacts(each, view.pipelinesAfter.get(each.pipeline), (what) => label(each.pipeline, what)),
    ),
    { what: 'runner min / 30 days', before: minutesText(minutes?.before), after: minutesText(minutes?.after) },
    { what: 'new secrets', before: '', after: newSecrets(view) },
  ];
  return pipelines.length + view.settings.length === 0
    ? []
    : rows.filter(({ before, after, isContext }) => before !== after || (isContext === true && after !== ''));
}

/** What the clock does to the new schedules, and whom they meet. */
export function fireNotes({ fires }: DiffView): readonly string[] {
  const notes = [
    ...fires.flatMap(({ pipeline, traps }) => clockNotes(pipeline, traps)),
    ...fires.flatMap(poolNotes),
    ...hourNotes(fires),
  ];
  const rest = notes.length - mostNotes;
  return rest > 1 ? [...notes.slice(0, mostNotes), `And ${countText(rest)} more such notes.`] : notes;
}

function poolNotes({ pipeline, collisions }: FireChange): readonly string[] {
  const shared = collisions.filter(({ pools }) => pools.length > 0);
  return shared.map(
    (each) =>
      `${pipeline}: starts in ${countOf(each.hours, 'hour')} of the next week together with ${each.pipeline}, and both use the pool ${each.pools.join(', ')}`,
  );
}

/** Where many pipelines move, each meets nearly all of the others. */
function hourNotes(fires: readonly FireChange[]): readonly string[] {
  const meeting = fires
    .map(({ pipeline, collisions }) => ({ pipeline, others: collisions.filter(({ pools }) => pools.length === 0) }))
    .filter(({ others }) => others.length > 0);
  if (meeting.length <= fewMeetings) {
    return meeting.map(({ pipeline, others }) => {
      const names = nameList(others.map((each) => each.pipeline));
      return `${pipeline}: starts in the same hour as ${names} now`;
    });
  }
  const largest = Math.max(...meeting.map(({ others }) => others.length));
  return [
    `${countOf(meeting.length, 'pipeline')} start in the same hour as others now, as up to ${countText(largest)} of them`,
  ];
}

function fireFacts({ before, after, timezone }: FireChange, label: (what: string) => string): readonly DiffFact[] {
  const next = ([at]: readonly string[]) =>
    at === undefined ? 'never' : `${localDayTime(at, timezone)} ${placeOf(timezone)}`;
  return [
    { what: label('next start'), before: next(before.next), after: next(after.next) },
    { what: label('starts in 30 days'), before: countText(before.month), after: countText(after.month) },
  ];
}

/** Of a pipeline that is gone nothing is left to compare. When a run ends says more than how long it takes, where there is a clock. */
function costFacts(
  { before, after }: CostChange,
  pipeline: Pipeline | undefined,
  label: (what: string) => string,
): readonly DiffFact[] {
  if (pipeline === undefined) return [];
  const path = (cost: RunCost | undefined) => pathText(cost?.path ?? []);
  const margin = (cost: RunCost | undefined) => (cost?.marginMs === undefined ? '' : spanText(cost.marginMs));
  const timezone = pipeline.on.schedule[0]?.timezone ?? 'UTC';
  const isTimed = [before, after].every((cost) => cost === undefined || cost.next !== undefined);
  const isContext = margin(before) !== margin(after);
  return [
    isTimed
      ? {
          what: label('ends p50 / p95'),
          before: endsText(before, timezone),
          after: endsText(after, timezone),
          isContext,
        }
      : { what: label('takes p50 / p95'), before: timesText(before), after: timesText(after) },
    { what: label('critical path'), before: path(before), after: path(after) },
    { what: label('left of the deadline'), before: margin(before), after: margin(after) },
  ];
}

/** `06:03 / 06:28 (60 runs)`; where a run ends on another day than it starts, the day stands before the time. */
function endsText(cost: RunCost | undefined, timezone: string): string {
  if (cost?.next === undefined) return '';
  const { start, medianEnd, p95End } = cost.next;
  const isNight = localDay(start, timezone) !== localDay(p95End, timezone);
  const show = isNight ? localDayTime : localClock;
  return `${show(medianEnd, timezone)} / ${show(p95End, timezone)} ${sourceText(cost)}`;
}

/** Of a long path the ends: who wants all of it has the graph. */
function pathText(path: readonly string[]): string {
  if (path.length <= mostOfPath) return path.join(' → ');
  return `${path.slice(0, 4).join(' → ')} → … → ${path.slice(-2).join(' → ')} (${countText(path.length)} tasks)`;
}

function timesText(cost: RunCost | undefined): string {
  if (cost === undefined) return '';
  return `${formatDuration(cost.medianMs)} / ${formatDuration(cost.p95Ms)} ${sourceText(cost)}`;
}

function sourceText({ attempts, unknown }: RunCost): string {
  return `(${countOf(attempts, 'run')}${unknown.length === 0 ? '' : `, without ${nameList(unknown)}`})`;
}

function spanText(ms: number): string {
  return ms < 0 ? `${formatDuration(-ms)} too late` : formatDuration(ms);
}

function minutesText(month: MonthMinutes | undefined): string {
  if (month === undefined) return '';
  return `${month.unknown > 0 ? 'at least ' : ''}${countText(month.minutes)}`;
}

function newSecrets({ risks, pipelinesAfter }: DiffView): string {
  const names = risks.flatMap(({ code, pipeline, route }) => {
    const index = Number(route[1]);
    return code === 'SG855' ? (pipelinesAfter.get(pipeline)?.secrets[index] ?? []) : [];
  });
  return names.length === 0 ? '' : `${nameList([...new Set(names)], 5)} (not checked)`;
}
