import { maxRuntimeOf } from '../../model/max-runtime.ts';
import type { Settings } from '../../model/settings.ts';
import type { JobTime } from '../../run/job-time.ts';
import type { Clock } from '../../run/ports.ts';
import type { Code } from '../tick/code.ts';

/** The time of a job that began when the steady clock showed `began`, in milliseconds, and lives `wholeMs`. */
export function timeOfJob(clock: Clock, began: number, wholeMs: number): JobTime {
  return { endsAt: new Date(clock.now() + wholeMs - (clock.steady() - began)).toISOString(), wholeMs };
}

/** `max-runtime` of a lane; of a job that works for all lanes, the shortest of those that pipelines are in. Milliseconds. */
export function maxRuntimeIn({ settings, pipelines }: Pick<Code, 'settings' | 'pipelines'>, lane?: string): number {
  if (lane !== undefined) return maxRuntimeOf(settings, lane);
  const lanes = new Set([...pipelines.values()].map(({ pipeline }) => pipeline.lane));
  return shortest(settings, [...lanes]);
}

function shortest(settings: Settings, lanes: readonly string[]): number {
  return lanes.length === 0 ? settings.maxRuntimeMs : Math.min(...lanes.map((lane) => maxRuntimeOf(settings, lane)));
}
