import type { Cron } from '../model/pipeline.ts';
import { countFires, fires } from '../schedule/fires.ts';
import type { Diff, PipelineChange } from './change.ts';
import { type ClockTrap, clockTraps } from './clock-traps.ts';
import { type Collision, StartTable } from './collisions.ts';
import { byId, type Side } from './side.ts';
import { StartHours } from './start-hours.ts';

/** When a pipeline whose schedule has changed fires, before and after. Plain JSON. */
export interface FireChange {
  /** Its id after the change; of one that is gone, its old one. */
  readonly pipeline: string;
  /** Of its first cron: how people there read the times. */
  readonly timezone: string;
  readonly before: FireTimes;
  readonly after: FireTimes;
  /** Of the new schedule, in the year to come; those that the old one had, too, are left out. */
  readonly traps: readonly ClockTrap[];
  /** In the week to come. */
  readonly collisions: readonly Collision[];
}

export interface FireTimes {
  /** The next ten. ISO 8601 in UTC. */
  readonly next: readonly string[];
  /** Fires in 30 days; `mostCounted` stands for as many or more. */
  readonly month: number;
}

const nextFires = 10;
const monthMs = 30 * 24 * 3_600_000;
export const mostCounted = 50_000;

/**
 * One for each pipeline of the diff whose schedule came, went or is another now; none for those that have errors.
 *
 * @param from The instant after which fires count, in milliseconds since the epoch.
 */
export function fireChanges(diff: Diff, base: Side, head: Side, from: number): readonly FireChange[] {
  const [before, after] = [byId(base), byId(head)];
  const starts = new StartTable(head, new StartHours(from));
  return diff.pipelines.filter(hasOtherFires).flatMap((change): readonly FireChange[] => {
    const oldId = change.kind === 'pipeline-changed' ? (change.renamed?.from ?? change.id) : change.id;
    if (base.unfit?.has(oldId) === true || head.unfit?.has(change.id) === true) return [];
    const now = after.get(change.id);
    const [old, schedule] = [before.get(oldId)?.on.schedule ?? [], now?.on.schedule ?? []];
    if (old.length === 0 && schedule.length === 0) return [];
    return [
      {
        pipeline: change.id,
        timezone: (schedule[0] ?? old[0])?.timezone ?? 'UTC',
        before: timesOf(old, from),
        after: timesOf(schedule, from),
        traps: newTraps(old, schedule, from),
        collisions: now === undefined ? [] : starts.collisions(old, now),
      },
    ];
  });
}

function newTraps(old: readonly Cron[], schedule: readonly Cron[], from: number): readonly ClockTrap[] {
  const traps = clockTraps(schedule, from);
  if (traps.length === 0) return traps;
  const nameOf = ({ timezone, local }: ClockTrap) => `${local} ${timezone}`;
  const known = new Set(clockTraps(old, from).map(nameOf));
  return traps.filter((trap) => !known.has(nameOf(trap)));
}

function hasOtherFires(change: PipelineChange): boolean {
  return change.kind !== 'pipeline-changed' || change.edits.some(({ kind }) => kind.startsWith('schedule-'));
}

function timesOf(schedule: readonly Cron[], from: number): FireTimes {
  return {
    next: fires(schedule, from, nextFires).map((at) => new Date(at).toISOString()),
    month: countFires(schedule, from, from + monthMs, mostCounted),
  };
}
