import type { Plan } from '../../run/plan.ts';
import { PoolBoard } from '../../store/shared/pool-board.ts';
import type { Workspace } from '../workspace.ts';
import { RunSlots } from './run-slots.ts';

/** A look at refs of this clone costs a few milliseconds, one at a remote a connection. */
const [nearLookMs, farLookMs] = [1_000, 8_000];

/**
 * What a run shares of pools with other processes; undefined if its tasks use none of those. Holds the lease of this process,
 * under which the slots are its own.
 */
export async function openSlots(
  workspace: Workspace,
  { run, tasks, limits }: Plan,
  on: { readonly granted: (pool: string, slots: number) => void; readonly notify: (message: string) => void },
): Promise<RunSlots | undefined> {
  const pools = new Set(tasks.map(({ task }) => task.pool));
  if (!limits.sharedPools?.some((pool) => pools.has(pool))) return undefined;
  const { clock, randomness, environment, lease, refs } = workspace;
  const { holder } = await lease.hold();
  const told = new Set<string>();
  return new RunSlots({
    board: new PoolBoard(refs, environment, randomness),
    clock,
    chance: randomness,
    holder,
    run,
    judge: (holders) => lease.judge(holders),
    lookMs: workspace.remote === undefined ? nearLookMs : farLookMs,
    granted: on.granted,
    failed: (pool, { message }) => {
      if (!told.has(message)) on.notify(`Waiting for the pool ${pool}, which cannot be asked for slots: ${message}`);
      told.add(message);
    },
  });
}
