import type { Cron } from '../model/pipeline.ts';
import type { PipelineState } from '../run/ports.ts';
import type { DroppedIntervals } from '../run/schedule-state.ts';
import { due } from '../schedule/due.ts';
import { nextFire } from '../schedule/fires.ts';
import { ownRuns } from './own-runs.ts';
import type { Outlook, Served, Step, Wait } from './step.ts';

/** What the schedule asks for; `undefined` without one. A start has the state behind it: the cursor after its interval. */
export function scheduleStep({ pipeline, state, now }: Outlook, hasRoom: boolean): Step | undefined {
  const { schedule } = pipeline.on;
  if (schedule.length === 0) return undefined;
  const found = due(schedule, {
    cursor: state.cursor,
    now,
    catchup: pipeline.catchup,
    most: 1,
  });
  if (state.cursor === undefined) {
    const { cursor } = found;
    const unknown = pipeline.renamedFrom;
    const note = { kind: 'begins', cursor, ...(unknown.length === 0 ? {} : { unknown }) } as const;
    return { kind: 'note', note, state: { ...state, cursor } };
  }
  const [interval] = found.serve;
  if (interval === undefined && found.dropped === undefined) return { kind: 'wait', why: notDue(schedule, state, now) };
  if (interval !== undefined && !hasRoom) {
    return { kind: 'wait', why: { kind: 'busy', runs: ownRuns(state), most: pipeline.maxActiveRuns } };
  }
  const { dropped: drops } = found;
  const at = new Date(now).toISOString();
  const dropped = drops === undefined ? [] : [{ ...drops, why: 'catchup', at } as const];
  const next = { ...state, ...noteDropped(state, dropped), cursor: interval?.end ?? found.cursor };
  if (interval === undefined) {
    const { count, from, to } = drops ?? { count: 0, from: '', to: '' };
    return { kind: 'note', note: { kind: 'passes-over', count, from, to }, state: next };
  }
  const cause = { kind: 'schedule' } as const;
  const start = { cause, interval, generation: 0, ...(drops === undefined ? {} : { drops }) };
  return { kind: 'start', start, state: next };
}

function notDue(schedule: readonly Cron[], state: PipelineState, now: number): Wait {
  const { cursor } = state;
  const next = nextFire(schedule, cursor === undefined ? now : Math.max(now, Date.parse(cursor)));
  return {
    kind: 'not-due',
    ...(next === undefined ? {} : { next: new Date(next).toISOString() }),
    ...(cursor === undefined ? {} : { served: servedAt(state, cursor) }),
  };
}

function servedAt({ latest = [] }: PipelineState, end: string): Served {
  const found = latest.find(({ interval }) => interval?.end === end);
  if (found === undefined) return { end };
  const { run, state, createdAt } = found;
  return { end, run: { run, state, createdAt } };
}

/** The newest are kept. */
const mostDropped = 100;

function noteDropped(
  { dropped = [] }: PipelineState,
  more: readonly DroppedIntervals[],
): Pick<PipelineState, 'dropped'> {
  const all = [...dropped, ...more].slice(-mostDropped);
  return all.length === 0 ? {} : { dropped: all };
}
