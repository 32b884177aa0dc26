import { stateContract } from './state-contract.ts';
import { openState, sharedRemote } from './state-fixture.ts';
import { keepRuns } from './state-model.ts';

stateContract('git, two clones of a bare remote', {
  environments: ['production'],
  runs: 6,
  commands: 12,
  open: async () => {
    const { clone } = sharedRemote();
    const gits = await Promise.all(
      ['one', 'two'].map((name) => openState(clone(name), { keepRuns, remote: 'origin' })),
    );
    return {
      doors: gits.map((git) => ({ ...git, update: { push: 'now' as const } })),
      close: () => {
        for (const git of gits) git.close();
      },
    };
  },
});
