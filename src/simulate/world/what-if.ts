/** What goes otherwise than usual in all worlds. */
export interface WhatIf {
  readonly fail: readonly FailedTask[];
  readonly slow: readonly SlowTask[];
  /** The machine of every job that works at that time dies. */
  readonly kills: readonly Moment[];
  /** Share of wake-ups that never come. */
  readonly dropTicks: number;
  /** Wake-ups come up to so much late, each as late as any other; absent: as late as earlier ones, or on time. */
  readonly lateMs?: number;
  /** Nobody wakes up, and nobody can claim or show that he lives. `from` absent: since the first wake-up. */
  readonly apiDown?: { readonly from?: Moment; readonly forMs: number };
  /** Tasks of one run at once. */
  readonly jobs?: number;
}

/** A task of one pipeline, or of all that have one of this name. */
export interface TaskName {
  readonly pipeline?: string;
  readonly task: string;
}

/** Its first attempts in each run fail; without a number all of them. */
export interface FailedTask extends TaskName {
  readonly attempts?: number;
}

/** `times` as long as usual, or exactly so many milliseconds. */
export type SlowTask = TaskName & ({ readonly times: number } | { readonly ms: number });

/** Once, in milliseconds since the epoch; or on each day at a minute of it, UTC. */
export type Moment = { readonly at: number } | { readonly minuteOfDay: number };

export const asUsual: WhatIf = { fail: [], slow: [], kills: [], dropTicks: 0 };

export function isNamed({ pipeline, task }: TaskName, inPipeline: string, id: string): boolean {
  return task === id && (pipeline === undefined || pipeline === inPipeline);
}

/** The instants of a moment in `[from, to)`, ascending. */
export function instantsOf(moment: Moment, from: number, to: number): readonly number[] {
  if ('at' in moment) return moment.at >= from && moment.at < to ? [moment.at] : [];
  const found: number[] = [];
  for (let day = Math.floor(from / dayMs) * dayMs; day < to; day += dayMs) {
    const at = day + moment.minuteOfDay * 60_000;
    if (at >= from && at < to) found.push(at);
  }
  return found;
}

const dayMs = 86_400_000;
