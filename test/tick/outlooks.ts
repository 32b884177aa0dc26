import type { Pipeline } from '../../src/model/pipeline.ts';
import type { ActiveRun, PipelineState } from '../../src/run/ports.ts';
import type { Outlook } from '../../src/tick/step.ts';
import { pipelineOf } from '../support/builders.ts';

/** A day and a bit after the cursor that most tables start from. */
export const noon = '2026-03-02T12:00:00.000Z';
export const commit = 'c'.repeat(40);

/** At five in the morning, UTC. */
export function daily(more: Partial<Pipeline> = {}): Pipeline {
  return pipelineOf([], {
    id: 'daily',
    on: { schedule: [{ cron: '0 5 * * *', timezone: 'UTC' }], after: [] },
    catchup: 'all',
    ...more,
  });
}

export function stateWith(more: Partial<PipelineState> = {}): PipelineState {
  const empty = {
    version: 1,
    pipeline: 'daily',
    environment: 'production',
    active: [],
  } as const;
  return { ...empty, ...more };
}

export function active(run: string, more: Partial<ActiveRun> = {}): ActiveRun {
  return { run, claimedAt: noon, host: 'here', pid: 1, ...more };
}

export function outlookOn(state: PipelineState, more: Partial<Outlook> = {}): Outlook {
  return {
    pipeline: daily(),
    commit,
    state,
    runs: [],
    now: Date.parse(noon),
    holders: {},
    upstream: {},
    oldIds: {},
    backfills: [],
    ...more,
  };
}
