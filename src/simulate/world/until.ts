import type { Pipeline } from '../../model/pipeline.ts';
import { lineOf } from '../../schedule/line.ts';

/** The same pipeline, with a schedule that ends with the window. */
export function until(pipeline: Pipeline, to: number): Pipeline {
  const schedule = pipeline.on.schedule.map((cron) => {
    const end = new Date(Math.min(lineOf(cron).to, to - 1)).toISOString();
    return { ...cron, end };
  });
  return { ...pipeline, on: { ...pipeline.on, schedule } };
}
