import type { AuditEntry } from '../run/audit.ts';
import type { PipelineState } from '../run/ports.ts';
import type { Pause } from '../run/schedule-state.ts';
import type { Office } from './office.ts';
import { person } from './person.ts';
import { updateState } from './update-state.ts';
import { now } from './workspace.ts';

/** `already`: it was paused before, and stays so as it was. */
export interface Paused {
  readonly pipeline: string;
  readonly environment: string;
  readonly outcome: 'paused' | 'already';
  readonly paused: Pause;
}

/** `not-paused`: nobody had paused it. */
export interface Unpaused {
  readonly pipeline: string;
  readonly environment: string;
  readonly outcome: 'unpaused' | 'not-paused';
  /** The pause that was ended. */
  readonly was?: Pause;
}

/**
 * Asks that nothing of these pipelines starts by itself. What runs goes on, and people may still run them by hand. Where
 * state is shared, the remote has it before this returns.
 *
 * @throws {Problem} SG710 if the state keeps changing under our hands.
 */
export async function pausePipelines(
  office: Office,
  pipelines: readonly string[],
  reason?: string,
): Promise<readonly Paused[]> {
  const why = reason === undefined ? {} : { reason };
  const wanted: Pause = { by: await person(office), at: now(office), ...why };
  const entry: AuditEntry = { action: 'pause', by: wanted.by, ...why };
  return Promise.all(
    pipelines.map(async (pipeline) => {
      const before = await change(office, pipeline, entry, (state) =>
        state.paused === undefined ? { ...state, paused: wanted } : undefined,
      );
      const outcome = before === undefined ? 'paused' : 'already';
      return { pipeline, environment: office.environment, outcome, paused: before ?? wanted };
    }),
  );
}

/** Takes that back. As `pausePipelines`. */
export async function unpausePipelines(
  office: Office,
  pipelines: readonly string[],
  reason?: string,
): Promise<readonly Unpaused[]> {
  const by = await person(office);
  const entry: AuditEntry = { action: 'unpause', by, ...(reason === undefined ? {} : { reason }) };
  return Promise.all(
    pipelines.map(async (pipeline) => {
      const was = await change(office, pipeline, entry, ({ paused, ...state }) =>
        paused === undefined ? undefined : state,
      );
      const outcome = was === undefined ? 'not-paused' : 'unpaused';
      return { pipeline, environment: office.environment, outcome, ...(was === undefined ? {} : { was }) };
    }),
  );
}

/** Gives the pause that there was. Changes of several pipelines that are asked for together go out in one push. */
function change(
  office: Office,
  pipeline: string,
  entry: AuditEntry,
  decide: (state: PipelineState) => PipelineState | undefined,
): Promise<Pause | undefined> {
  return updateState(
    office,
    pipeline,
    entry,
    (before) => {
      const state = decide(before);
      return { result: before.paused, ...(state === undefined ? {} : { change: { state } }) };
    },
    { push: 'now' },
  );
}
