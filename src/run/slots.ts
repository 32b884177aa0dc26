import type { Instant } from './document.ts';

/** A slot of a pool that is taken. It counts as long as its holder's lease lives. */
export interface Slot {
  readonly holder: string;
  readonly run: string;
  readonly task: string;
  readonly attempt: number;
  readonly at: Instant;
}

/** A pool that all processes of an environment share. */
export interface PoolDocument {
  readonly version: 1;
  readonly environment: string;
  readonly pool: string;
  readonly slots: readonly Slot[];
}
