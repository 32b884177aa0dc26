import type { Pipeline } from '../../model/pipeline.ts';
import type { Settings } from '../../model/settings.ts';
import type { Habits } from './habits.ts';
import type { Intents } from './intents.ts';
import type { WhatIf } from './what-if.ts';

/** All that decides what happens in one world. */
export interface WorldQuestion {
  /** Without errors, and complete: what comes after another one needs that. */
  readonly pipelines: readonly Pipeline[];
  readonly settings: Settings;
  readonly environment: string;
  readonly habits: Habits;
  /** How late earlier wake-ups came, in milliseconds. */
  readonly knownLateMs: readonly number[];
  /** `[from, to)`, milliseconds since the epoch: fires in it are played, and their runs to their ends. */
  readonly from: number;
  readonly to: number;
  readonly seed: number;
  readonly whatIf: WhatIf;
  /** Of pipelines of this world. */
  readonly intents?: Intents;
  /** By id of a pipeline, the id in whose name its luck is drawn: the one that it has in another version. */
  readonly luckOf?: ReadonlyMap<string, string>;
}
