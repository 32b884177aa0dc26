import { leaseTimes } from '../../run/leases.ts';
import type { Clock } from '../../run/ports.ts';
import { RequestBoard, type RequestBoardOptions } from '../../store/shared/request-board.ts';
import type { ProcessLease } from './process-lease.ts';
import { SharedInbox } from './shared-inbox.ts';

/** The inbox of this process in a shared environment. Nothing is read yet. */
export function openInbox(
  options: RequestBoardOptions & { readonly clock: Clock },
  lease: Pick<ProcessLease, 'holder'>,
  leaseMs: () => Promise<number>,
): SharedInbox {
  return new SharedInbox({
    board: new RequestBoard(options),
    clock: options.clock,
    everyMs: async () => leaseTimes(await leaseMs()).beatMs,
    holder: () => lease.holder,
  });
}
