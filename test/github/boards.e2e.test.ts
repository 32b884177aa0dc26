import { incidentBoardContract } from '../store/incident-board-contract.ts';
import { leaseContract } from '../store/lease-contract.ts';
import { requestContract } from '../store/request-contract.ts';
import { remoteRefs, type SwapWorld, twoClones } from '../store/swap-worlds.ts';
import { standIn } from '../support/github-stand-in.ts';
import { stateClone, stateVisitor } from './state-world.ts';

const withoutClones: SwapWorld = {
  name: 'GitHub’s API, two processes',
  async open() {
    const github = await standIn();
    return [stateVisitor(github, 'one').swapRefs, stateVisitor(github, 'two').swapRefs];
  },
};

const apiFirst: SwapWorld = {
  name: 'GitHub’s API and a clone',
  async open() {
    const github = await standIn({ people: ['ana'] });
    return [stateVisitor(github).swapRefs, await remoteRefs(stateClone(github, 'ana'))];
  },
};

const cloneFirst: SwapWorld = {
  name: 'a clone and GitHub’s API',
  open: async () => {
    const [api, clone] = await apiFirst.open();
    return [clone, api];
  },
};

for (const world of [withoutClones, apiFirst, cloneFirst, twoClones]) requestContract(world);
leaseContract(apiFirst);
incidentBoardContract(apiFirst);
