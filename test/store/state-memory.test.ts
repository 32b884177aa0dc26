import { memoryState } from '../../src/store/documents/memory.ts';
import { stateContract } from './state-contract.ts';
import { countedChance, stoppedClock } from './state-fixture.ts';
import { keepRuns } from './state-model.ts';

stateContract('memory', {
  environments: ['local', 'production'],
  runs: 150,
  commands: 40,
  open: async () => {
    const state = memoryState({ clock: stoppedClock, chance: countedChance(), keepRuns });
    return { doors: [{ state, refresh: async () => undefined, update: {} }], close: () => undefined };
  },
});
