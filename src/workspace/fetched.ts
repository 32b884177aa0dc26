import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Problem } from '../diagnostic/problem.ts';
import type { Instant } from '../run/document.ts';
import type { Clock } from '../run/ports.ts';
import { ifExists } from '../store/local/local-file.ts';
import type { RefProblem } from '../store/push/pusher.ts';

/** How old what a clone knows of a shared environment is. */
export interface Fetched {
  /** When the remote was last asked with success, by this clone; absent if it never was. */
  readonly at?: Instant;
  /** Why it could not be asked now: what is read is from then. */
  readonly away?: Problem;
}

interface Place {
  readonly segueDir: string;
  readonly environment: string;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Fetches the state, and keeps when that was.
 *
 * @param lastKnown What this clone knows will do where the remote cannot be asked.
 * @throws {Problem} those of git, unless `lastKnown`.
 */
export async function fetchState(
  place: Place,
  refresh: () => Promise<readonly RefProblem[]>,
  lastKnown: boolean,
): Promise<{ readonly notRead: readonly RefProblem[]; readonly fetched: Fetched }> {
  try {
    const notRead = await refresh();
    const at = new Date(place.clock.now()).toISOString();
    keep(place, at);
    return { notRead, fetched: { at } };
  } catch (error) {
    if (!lastKnown || !(error instanceof Problem)) throw error;
    const at = ifExists(() => readFileSync(fileOf(place), 'utf8'))?.trim();
    return { notRead: [], fetched: { away: error, ...(at === undefined ? {} : { at }) } };
  }
}

/** Best effort: in a clone that cannot be written nobody knows it. */
function keep(place: Place, at: Instant): void {
  const file = fileOf(place);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${at}\n`);
  } catch {
    return;
  }
}

function fileOf({ segueDir, environment }: Place): string {
  return join(segueDir, 'cache', `fetched-${environment}`);
}
