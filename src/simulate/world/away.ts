import { wakeTimes } from './wake-times.ts';
import { instantsOf } from './what-if.ts';
import type { WorldQuestion } from './world-question.ts';

/** `[from, to)`, milliseconds since the epoch. */
export interface Away {
  readonly from: number;
  readonly to: number;
}

/** When nobody can be reached; in the order of time. */
export function awayOf({ whatIf: { apiDown }, from, to, pipelines, settings }: WorldQuestion): readonly Away[] {
  if (apiDown === undefined) return [];
  const { forMs } = apiDown;
  const always = { pipelines, settings, from, chance: () => 0, whatIf: { dropTicks: 0 }, knownLateMs: [] };
  const first = apiDown.from ?? { at: wakeTimes(always).next().value?.at ?? from };
  return instantsOf(first, from, to).map((begin) => ({ from: begin, to: begin + forMs }));
}
