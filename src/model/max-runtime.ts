import { defaults } from './limits.ts';
import type { Settings } from './settings.ts';

/** How long a job of a lane works before it hands over to the next, in milliseconds. */
export function maxRuntimeOf(
  { lanes, maxRuntimeMs = defaults.maxRuntimeMs }: Pick<Settings, 'lanes'> & Partial<Pick<Settings, 'maxRuntimeMs'>>,
  lane: string,
): number {
  return lanes[lane]?.maxRuntimeMs ?? maxRuntimeMs;
}

/** Of a job's time one attempt may have: whatever begins in the first twentieth of a job gets all that it can get anywhere. */
const attemptShare = 0.95;

/** The most that a job gives to one attempt, in milliseconds. */
export function longestAttemptMs(maxRuntimeMs: number): number {
  return Math.floor(maxRuntimeMs * attemptShare);
}
