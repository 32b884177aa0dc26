import { join } from 'node:path';
import { bootId, identify, isAlive } from '../../process/identity.ts';
import type { LeaseFacts } from '../../run/leases.ts';
import { RefLeaseBoard } from '../../store/shared/lease-board.ts';
import { LeaseWatch } from '../../store/shared/lease-watch.ts';
import type { SwapRefs } from '../../store/shared/swap-refs.ts';
import { now, type Workspace } from '../workspace.ts';
import { ProcessLease } from './process-lease.ts';

const holderLetters = 12;

/** The lease of this process in an environment. It is not put up yet, and nothing is read. */
export function openLease(
  workspace: Pick<Workspace, 'repository' | 'environment' | 'clock' | 'randomness' | 'machine'>,
  refs: SwapRefs,
  leaseMs: () => Promise<number>,
): ProcessLease {
  const { repository, environment, clock, randomness, machine } = workspace;
  const board = new RefLeaseBoard(refs, environment, { clock, chance: randomness });
  const file = join(repository.segueDir, 'leases', `${environment}.json`);
  const observer = { place: machine.place, boot: bootId(), isAlive };
  const facts = async (): Promise<LeaseFacts> => {
    const process = identify(machine.pid);
    if (process === undefined) throw new Error(`process ${machine.pid} cannot find itself`);
    const holder = `h-${randomness.letters(holderLetters)}`;
    return { holder, place: machine.place, process, leaseMs: await leaseMs(), since: now(workspace) };
  };
  return new ProcessLease({
    board,
    watch: new LeaseWatch({ board, clock, chance: randomness, observer, file }),
    clock,
    facts,
  });
}
