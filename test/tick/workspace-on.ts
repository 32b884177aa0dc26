import type { StateWriter } from '../../src/run/ports.ts';
import type { Workspace } from '../../src/workspace/workspace.ts';
import { countedChance, stoppedClock } from '../store/state-fixture.ts';

export interface WorkspaceFacts {
  readonly place: string;
  readonly now?: number;
  readonly segueDir?: string;
}

/** As much of a workspace as it takes to write state: no repository, no remote, a lease of its own. */
export function workspaceOn(state: StateWriter, { place, now, segueDir }: WorkspaceFacts): Workspace {
  return {
    environment: 'production',
    state,
    clock: now === undefined ? stoppedClock : { ...stoppedClock, now: () => now },
    lease: { holder: holderAt(place) },
    machine: { place, host: 'here', pid: process.pid, cores: 1, user: 'Ana' },
    repository: { segueDir },
    randomness: { ...countedChance(), letters: (count: number) => 'x'.repeat(count) },
    variables: {},
  } as unknown as Workspace;
}

export function holderAt(place: string): string {
  return `h-${place.replace(/[^a-z0-9]/g, '').padEnd(12, '0')}`;
}
