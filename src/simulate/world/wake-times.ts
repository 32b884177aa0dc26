import type { Pipeline } from '../../model/pipeline.ts';
import type { Settings } from '../../model/settings.ts';
import { walkForwards } from '../../schedule/walk.ts';
import { wakeUps } from '../../workflow/wake-ups.ts';
import type { Chance } from './chance.ts';
import type { WhatIf } from './what-if.ts';

export interface WakeTimesOptions {
  readonly pipelines: readonly Pipeline[];
  readonly settings: Settings;
  readonly from: number;
  readonly chance: Chance;
  readonly whatIf: Pick<WhatIf, 'dropTicks' | 'lateMs'>;
  /** How late earlier wake-ups came, in milliseconds; may be empty. */
  readonly knownLateMs: readonly number[];
}

/** A wake-up of GitHub's clock. */
export interface WakeTime {
  /** When it should come, in milliseconds since the epoch. */
  readonly at: number;
  readonly lateMs: number;
  readonly isLost: boolean;
}

/** All wake-ups that the workflow of these pipelines has, from an instant on, in the order in which they should come. */
export function* wakeTimes(options: WakeTimesOptions): Generator<WakeTime, undefined> {
  const { pipelines, settings, from, chance, whatIf } = options;
  for (const at of walkForwards(wakeUps(pipelines, settings.wake), from)) {
    const isLost = whatIf.dropTicks > 0 && chance(`wake-up ${at} lost`) < whatIf.dropTicks;
    yield { at, lateMs: lateness(options, chance(`wake-up ${at} late`)), isLost };
  }
}

function lateness({ whatIf: { lateMs }, knownLateMs }: WakeTimesOptions, share: number): number {
  if (lateMs !== undefined) return Math.round(share * lateMs);
  return knownLateMs[Math.floor(share * knownLateMs.length)] ?? 0;
}
