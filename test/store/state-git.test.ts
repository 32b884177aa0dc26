import { scratchRepository } from '../support/scratch-repository.ts';
import { stateContract } from './state-contract.ts';
import { openState } from './state-fixture.ts';
import { keepRuns } from './state-model.ts';

for (const format of ['sha1', 'sha256'] as const) {
  stateContract(`git, ${format}`, {
    environments: ['local', 'production'],
    runs: 8,
    commands: 20,
    open: async () => {
      const git = await openState(scratchRepository({ format }), { keepRuns });
      return { doors: [{ ...git, update: {} }], close: () => git.close() };
    },
  });
}
