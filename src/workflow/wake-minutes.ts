import { distinct } from './wake-times.ts';

/** GitHub wakes a workflow at most once in so many minutes. */
export const spacing = 5;

/** A wake-up comes at most so many minutes after the fire that it is for: by the spacing, and off the peak. */
export const mostLate = { punctual: spacing - 1, offPeak: 2 * spacing - 1 } as const;

/**
 * Leaves the full hour, at which GitHub says that it is busiest, and the multiples of five minutes that most people
 * write: later by `shift`, which is 1 to 4; from the full hour by five more, if the next time is not so near that both would
 * share a wake-up. Other minutes were chosen with care.
 */
export function offPeakMinutes(minutes: readonly number[], shift: number): readonly number[] {
  const isCrowded = minutes.some((minute) => minute > 0 && minute < 2 * spacing + shift);
  const fromHour = isCrowded ? shift : spacing + shift;
  return distinct(
    minutes.map((minute) => (minute === 0 ? fromHour : minute % spacing === 0 ? minute + shift : minute)),
  );
}

/** Minutes that lie too close to each other become the ends of their five minutes: 4, 9, 14, …, 59. */
export function spacedMinutes(minutes: readonly number[], hours: readonly number[]): readonly number[] {
  const gaps = minutes.slice(1).map((minute, index) => minute - (minutes[index] ?? 0));
  const around = (minutes[0] ?? 0) + 60 - (minutes.at(-1) ?? 0);
  const isTight = gaps.some((gap) => gap < spacing) || (around < spacing && haveNeighbours(hours));
  return isTight ? distinct(minutes.map((minute) => minute - (minute % spacing) + spacing - 1)) : minutes;
}

function haveNeighbours(hours: readonly number[]): boolean {
  return hours.some((hour) => hours.includes((hour + 1) % 24));
}
