import { defaults } from './limits.ts';
import type { Settings } from './settings.ts';

/** How long a job of a lane works before it hands over to the next, in milliseconds. */
export function maxRuntimeOf(
  { lanes, maxRuntimeMs = defaults.maxRuntimeMs }: Pick<Settings, 'lanes'> & Partial<Pick<Settings, 'maxRuntimeMs'>>,
  lane: string,
): number {
  return lanes[lane]?.maxRuntimeMs ?? maxRuntimeMs;
}
