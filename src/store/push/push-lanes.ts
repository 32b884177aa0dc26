import type { Clock } from '../../run/ports.ts';
import { type SendRef, transferTimeoutMs } from '../artifacts/artifacts-remote.ts';
import type { StateRepository } from '../git/git-objects.ts';
import { CommandRemote, type StateRemote } from '../git/git-remote.ts';
import { PushBudget } from './push-budget.ts';
import { PushQueue } from './push-queue.ts';

/** More goes by itself: what keeps a lease alive must not wait until it is over. */
export const largeBytes = 1024 * 1024;

export interface PushLanesOptions {
  readonly repository: StateRepository;
  readonly clock: Clock;
  readonly budget?: Pick<PushBudget, 'wait' | 'start' | 'keepRoomFor'>;
}

export interface PushLanes {
  readonly remote: StateRemote;
  readonly queue: PushQueue;
  readonly send: SendRef;
  /** The remote, for what pushes several refs one after the other. */
  readonly paced: StateRemote;
}

/** All ways of a process to a remote, with one budget: small things go together, large ones beside them. */
export function openPushLanes({ repository, clock, budget: given }: PushLanesOptions, name: string): PushLanes {
  const remote = new CommandRemote(repository, name);
  const budget = given ?? new PushBudget(clock);
  const queue = new PushQueue({ clock, remote, budget });
  const slowly: StateRemote['push'] = (updates) => remote.push(updates, { timeoutMs: transferTimeoutMs });
  const large = new PushQueue({ clock, remote: { push: slowly }, budget });
  const send: SendRef = (ref, update, bytes) => (bytes > largeBytes ? large : queue).push(ref, 'now', update);
  const paced: StateRemote = {
    fetch: (names) => remote.fetch(names),
    bring: (version) => remote.bring(version),
    commonVersion: (a, b) => remote.commonVersion(a, b),
    firstVersion: (version) => remote.firstVersion(version),
    async push(updates) {
      const pushed = updates.map(
        async (each) => [each.ref, await queue.push(each.ref, 'now', async () => each)] as const,
      );
      return new Map(await Promise.all(pushed));
    },
  };
  return { remote, queue, send, paced };
}
