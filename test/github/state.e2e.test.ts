import { stateContract } from '../store/state-contract.ts';
import { openState } from '../store/state-fixture.ts';
import { keepRuns } from '../store/state-model.ts';
import { standIn } from '../support/github-stand-in.ts';
import { stateClone, stateVisitor } from './state-world.ts';

/** A process without a clone, as a door of the contract. */
function door({ state }: ReturnType<typeof stateVisitor>) {
  return { state, refresh: async () => undefined, update: { push: 'now' as const } };
}

stateContract('GitHub’s API, two processes', {
  environments: ['production'],
  runs: 5,
  commands: 12,
  open: async () => {
    const github = await standIn();
    return {
      doors: ['one', 'two'].map((who) => door(stateVisitor(github, who, { keepRuns }))),
      close: () => undefined,
    };
  },
});

stateContract('GitHub’s API and a clone in turn', {
  environments: ['production'],
  runs: 4,
  commands: 12,
  open: async () => {
    const github = await standIn({ people: ['ana'] });
    const git = await openState(stateClone(github, 'ana'), { keepRuns, remote: 'origin' });
    const doors = [{ ...git, update: { push: 'now' as const } }, door(stateVisitor(github, 'api', { keepRuns }))];
    return { doors, close: () => git.close() };
  },
});
