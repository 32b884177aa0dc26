import type { Intents } from '../../simulate/world/intents.ts';
import type { WhatIf } from '../../simulate/world/what-if.ts';
import type { Wishes } from './wishes.ts';

export interface SimulationRequest {
  /** Ids of the pipelines that are told of; all of them if it is empty. */
  readonly only: readonly string[];
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** The pipelines of a commit; of the working tree without it. */
  readonly at?: string;
  /** Compared with those of this commit. */
  readonly base?: string;
  readonly seed: number;
  /** As many as are cheap without it. */
  readonly worlds?: number;
  readonly whatIf: WhatIf;
  readonly wishes?: Wishes;
  /** Both as they were typed. */
  readonly asked: readonly string[];
  readonly environment: string;
}

/** The same, with what was looked up for it. */
export interface PlayedRequest extends SimulationRequest {
  readonly intents: Intents;
  /** Old ids of pipelines by their new ones, where these differ. */
  readonly old: ReadonlyMap<string, string>;
  /** By id, the id that a pipeline has in the other version: it has the same luck. */
  readonly luckOf?: ReadonlyMap<string, string>;
}
