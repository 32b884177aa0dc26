import type { Pipeline } from '../model/pipeline.ts';
import type { Instant, Interval } from '../run/document.ts';
import type { PipelineState } from '../run/ports.ts';
import type { Successes } from '../run/schedule-state.ts';
import { deadlineAt } from '../schedule/deadline.ts';
import { due } from '../schedule/due.ts';

/** A run that is to start by itself, and has not. */
export interface DueStart {
  readonly due: Instant;
  /** The oldest that its schedule has not served. */
  readonly interval?: Interval;
}

/** What is known of a pipeline at one moment. */
export interface Waited {
  readonly pipeline: Pipeline;
  readonly state: PipelineState;
  /** Of the pipelines that it comes after. */
  readonly upstream: Readonly<Record<string, Successes | undefined>>;
}

/**
 * What a pipeline waits to start at `now` (epoch milliseconds), whatever hinders it: room, a lane, secrets, its file. Nothing while it is
 * paused, and nothing before a tick has seen it for the first time.
 */
export function dueStart(waited: Waited, now: number): DueStart | undefined {
  if (waited.state.paused !== undefined) return undefined;
  return scheduled(waited, now) ?? afterOthers(waited);
}

/** By when that run would have to have finished; undefined if it has no deadline. */
export function deadlineOfStart({ deadline }: Pipeline, start: DueStart): Instant | undefined {
  return deadline === undefined ? undefined : deadlineAt(deadline, start.due);
}

/** Whatever its catch-up would pass over: it waits since the first of them. */
function scheduled({ pipeline, state: { cursor } }: Waited, now: number): DueStart | undefined {
  const { schedule } = pipeline.on;
  if (schedule.length === 0 || cursor === undefined) return undefined;
  const [interval] = due(schedule, { cursor, now, catchup: 'all', most: 1 }).serve;
  return interval === undefined ? undefined : { due: interval.end, interval };
}

/** Since the last of those that it comes after has succeeded. */
function afterOthers({ pipeline, state: { consumed = {} }, upstream }: Waited): DueStart | undefined {
  const { after } = pipeline.on;
  const fresh = after.flatMap((id) => {
    const [known, used] = [upstream[id], consumed[id]];
    return known !== undefined && used !== undefined && known.count > used ? [known.at] : [];
  });
  const last = [...fresh].sort().at(-1);
  return last === undefined || fresh.length < after.length ? undefined : { due: last };
}
