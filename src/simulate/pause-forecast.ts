import type { Pipeline } from '../model/pipeline.ts';
import type { ForecastPause } from '../report/forecast/forecast.ts';
import { type Intents, type StandingPause, whatIfPause } from './world/intents.ts';

/** A pause, with those that start nothing because of it: what comes after a pipeline waits for each of several. */
export function pauseOf(
  { pipeline, pause }: StandingPause,
  { switches }: Intents,
  pipelines: readonly Pipeline[],
): ForecastPause {
  const end = switches.find((each) => each.pipeline === pipeline && !each.isPaused);
  const held = new Set([pipeline]);
  for (const id of held) {
    for (const each of pipelines) if (each.on.after.includes(id) && each.on.schedule.length === 0) held.add(each.id);
  }
  held.delete(pipeline);
  const { by, at, reason } = pause;
  return {
    pipeline,
    ...(pause === whatIfPause ? {} : { by, since: at }),
    ...(reason === undefined ? {} : { reason }),
    ...(end === undefined ? {} : { until: new Date(end.at).toISOString() }),
    holds: [...held].sort(),
  };
}
