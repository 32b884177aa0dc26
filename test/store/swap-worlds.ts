import { onTestFinished } from 'vitest';
import { CommandRemote } from '../../src/store/git/git-remote.ts';
import { gitDocuments } from '../../src/store/git/git-state.ts';
import { LocalSwapRefs, RemoteSwapRefs } from '../../src/store/git/git-swap-refs.ts';
import { PushQueue } from '../../src/store/push/push-queue.ts';
import { openRepository } from '../../src/store/repository/repository.ts';
import { MemorySwapRefs } from '../../src/store/shared/memory-swap-refs.ts';
import type { SwapRefs } from '../../src/store/shared/swap-refs.ts';
import { type ScratchRepository, scratchRepository } from '../support/scratch-repository.ts';
import { live, noBudget, sharedRemote } from './state-fixture.ts';

/** A place where two processes see the same refs. */
export interface SwapWorld {
  readonly name: string;
  readonly open: () => Promise<readonly [SwapRefs, SwapRefs]>;
}

/** Those that are quick. */
export const nearWorlds: readonly SwapWorld[] = [
  {
    name: 'memory',
    async open() {
      const refs = new MemorySwapRefs();
      return [refs, refs];
    },
  },
  {
    name: 'one clone',
    async open() {
      const repository = scratchRepository();
      repository.commit();
      return [await localRefs(repository), await localRefs(repository)];
    },
  },
];

export const twoClones: SwapWorld = {
  name: 'two clones of a bare remote',
  async open() {
    const { bare, clone } = sharedRemote();
    bare.git('config', 'receive.denyNonFastForwards', 'true');
    return [await remoteRefs(clone('one')), await remoteRefs(clone('two'))];
  },
};

export const swapWorlds: readonly SwapWorld[] = [...nearWorlds, twoClones];

export async function remoteRefs(clone: ScratchRepository): Promise<SwapRefs> {
  const { home: repository } = await openRepository(clone.place);
  const local = gitDocuments({ ...live, repository });
  onTestFinished(() => local.close());
  const remote = new CommandRemote(repository, 'origin');
  return new RemoteSwapRefs({ local, remote, queue: new PushQueue({ clock: live.clock, remote, budget: noBudget }) });
}

async function localRefs(repository: ScratchRepository): Promise<SwapRefs> {
  const local = gitDocuments({ ...live, repository: (await openRepository(repository.place)).home });
  onTestFinished(() => local.close());
  return new LocalSwapRefs(local);
}
