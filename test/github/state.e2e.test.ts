import { stateContract } from '../store/state-contract.ts';
import { standIn } from '../support/github-stand-in.ts';
import { stateVisitor } from './state-world.ts';

stateContract('GitHub’s API, two processes', {
  environments: ['production'],
  runs: 8,
  commands: 16,
  open: async () => {
    const github = await standIn();
    const doors = ['one', 'two'].map((who) => ({
      state: stateVisitor(github, who).state,
      refresh: async () => undefined,
      update: { push: 'now' as const },
    }));
    return { doors, close: () => undefined };
  },
});
