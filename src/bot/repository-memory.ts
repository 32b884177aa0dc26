import type { LeaseMemory } from '../store/shared/lease-watch.ts';
import type { LastWake } from './clock-decision.ts';

/**
 * What the App knows of a repository from before, besides what it has read there. It is small, so that it is there for many more of them: without it
 * the clock would look at all of a repository each minute, and start the workflow again for what it has just been started for.
 */
export interface RepositoryMemory {
  /** Comments that were found without a webhook, by number: how often they were worked off. */
  readonly found: Map<number, number>;
  readonly clock: ClockMemory;
  /** Since when the holders of leases have not shown themselves. */
  readonly leases: LeaseMemory;
}

export interface ClockMemory {
  /** Nothing falls due before, as far as is known. Milliseconds since the epoch. */
  nextLook: number;
  /** How often somebody has said that there is something new: what a look finds that began before, is old. */
  news: number;
  lastWake?: LastWake;
  /** Absent until the first look has seen the runs. */
  hasLooked?: true;
  /** A job has ended badly, or may have before anybody listened: runs may have died with it. */
  suspectSince?: number;
}

export function emptyMemory(): RepositoryMemory {
  return { found: new Map(), clock: { nextLook: 0, news: 0 }, leases: { watched: new Map() } };
}
