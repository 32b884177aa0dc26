import { onTestFinished } from 'vitest';
import { openStandIn, type StandInOptions } from './github-open.ts';
import type { StandIn } from './github-server.ts';
import { scratchFolder } from './scratch-repository.ts';

/** GitHub for one test. It ends with the test, which fails if a request was not one that GitHub describes. */
export async function standIn(options: StandInOptions = {}): Promise<StandIn> {
  const { github, close } = await openStandIn(scratchFolder('github-'), options);
  onTestFinished(async () => {
    const problems = await close();
    if (problems.length > 0) throw new Error(`requests that GitHub would refuse:\n${problems.join('\n')}`);
  });
  return github;
}
