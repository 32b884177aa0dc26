import type { Pipeline, Task } from '../../../src/model/pipeline.ts';
import { defaultSettings, type Settings } from '../../../src/model/settings.ts';
import type { RunDocument } from '../../../src/run/document.ts';
import { Effort } from '../../../src/simulate/world/effort.ts';
import { type Habits, measuredHabit } from '../../../src/simulate/world/habits.ts';
import type { Ledger, LedgerOptions } from '../../../src/simulate/world/ledger.ts';
import { asUsual, type WhatIf } from '../../../src/simulate/world/what-if.ts';
import { playWorld } from '../../../src/simulate/world/world.ts';
import type { WorldEvent } from '../../../src/simulate/world/world-event.ts';
import type { WorldQuestion } from '../../../src/simulate/world/world-question.ts';
import { pipelineOf, taskOf } from '../../support/builders.ts';

export const monday = Date.parse('2026-03-02T00:00:00Z');
export const dayMs = 86_400_000;
export const minuteMs = 60_000;

export interface Asked extends Partial<Omit<WorldQuestion, 'pipelines' | 'settings' | 'whatIf' | 'from' | 'to'>> {
  readonly pipelines: readonly Pipeline[];
  readonly settings?: Partial<Settings>;
  readonly whatIf?: Partial<WhatIf>;
  readonly days?: number;
}

/** Every attempt takes ten minutes and succeeds, and wake-ups are on time, where a test says nothing else. */
export function questionOf({ settings, whatIf, days = 1, ...more }: Asked): WorldQuestion {
  return {
    settings: { ...defaultSettings, ...settings },
    whatIf: { ...asUsual, ...whatIf },
    ...{ environment: 'production', habits: takes(10), knownLateMs: [], seed: 1 },
    ...{ from: monday, to: monday + days * dayMs },
    ...more,
  };
}

export interface PlayedWorld {
  readonly events: readonly WorldEvent[];
  readonly runs: readonly RunDocument[];
}

export function play(asked: Asked, openLedger?: (options: LedgerOptions) => Ledger): PlayedWorld {
  const events: WorldEvent[] = [];
  const isWhole = playWorld(questionOf(asked), new Effort(20_000_000), (event) => events.push(event), openLedger);
  if (!isWhole) throw new Error('the world did not come to its end');
  return { events, runs: events.flatMap((event) => (event.kind === 'run-ended' ? [event.document] : [])) };
}

/** Of every task; a share of its attempts fails. */
export function takes(minutes: number, failureRate?: number): Habits {
  const habit = { ...measuredHabit([minutes * minuteMs]), ...(failureRate === undefined ? {} : { failureRate }) };
  return () => habit;
}

export function fires(id: string, cron: string, more: Partial<Pipeline> = {}, tasks?: readonly Task[]): Pipeline {
  return pipelineOf(tasks ?? [taskOf('only')], {
    id,
    file: `pipelines/${id}.yml`,
    ...more,
    on: { schedule: [{ cron, timezone: 'UTC' }], after: [], ...more.on },
  });
}

export function follows(id: string, after: readonly string[], more: Partial<Pipeline> = {}): Pipeline {
  return pipelineOf([taskOf('only')], { id, file: `pipelines/${id}.yml`, on: { schedule: [], after }, ...more });
}

/** `01T05:00 → 05:10`: since the first day of the window. */
export function spanOf({ startedAt, finishedAt = '' }: RunDocument): string {
  return `${clock(startedAt)} → ${clock(finishedAt)}`;
}

export function clock(instant: string): string {
  const day = Math.floor((Date.parse(instant) - monday) / dayMs) + 1;
  return `${day}d ${instant.slice(11, 16)}`;
}
