import { expect, onTestFinished } from 'vitest';
import type { StateWriter } from '../../src/run/ports.ts';
import { openGitState } from '../../src/store/git/git-state.ts';
import { stateRef } from '../../src/store/names.ts';
import { listedRuns, live, store } from '../store/state-fixture.ts';
import { standIn } from '../support/github-stand-in.ts';
import { scratchAt } from '../support/scratch-repository.ts';
import { bareRepository, stateVisitor } from './state-world.ts';

/** Of the state in a `storedWorld`. */
export const storedRef = stateRef('production', 'a');

/** State at a stand-in, one who has no clone, and git on GitHub's own side, past all faults. */
export async function storedWorld() {
  const github = await standIn({ people: ['ana'] });
  const mine = stateVisitor(github, 'mine');
  const git = openGitState({ ...live, repository: bareRepository(github) });
  onTestFinished(() => git.close());
  const bare = scratchAt(github.bare);
  return {
    github,
    ...mine,
    git: git.state,
    bare,
    put: (run: string) => store(mine.state, 'production', 'a', run),
    /** How many versions there are. */
    versions: () => Number(bare.git('rev-list', '--count', storedRef)),
    runs: () => listedRuns(git.state, 'production', 'a'),
  };
}

/** Stores a run; its id. */
export async function stored(state: StateWriter, run: string): Promise<string> {
  expect(await store(state, 'production', 'a', run)).toEqual({ outcome: 'written' });
  return run;
}
