import { requestContract } from './request-contract.ts';
import { nearWorlds } from './swap-worlds.ts';

for (const world of nearWorlds) requestContract(world);
