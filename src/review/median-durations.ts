import type { PipelineHistory } from '../diff/history.ts';

/** By task id, how long it usually takes, in milliseconds; empty where nothing is known. */
export function medianDurations(history: PipelineHistory | undefined): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(history?.tasks ?? {}).map(([task, { medianMs }]) => [task, medianMs]));
}
