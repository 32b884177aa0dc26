import { expect, onTestFinished, test } from 'vitest';
import { GithubObjects } from '../../src/github/state-objects.ts';
import { GithubRefs } from '../../src/github/state-refs.ts';
import type { StateWriter } from '../../src/run/ports.ts';
import { mostDocumentBytes } from '../../src/store/codec/codec.ts';
import { GitDocuments } from '../../src/store/git/git-documents.ts';
import { LooseObjects } from '../../src/store/git/git-loose.ts';
import { CommandRefs } from '../../src/store/git/git-refs.ts';
import { stateRef } from '../../src/store/names.ts';
import { scheduledGit } from '../store/scheduled-store.ts';
import { runOf } from '../store/state-documents.ts';
import { listedRuns, openState, putEntry, stoppedClock } from '../store/state-fixture.ts';
import { stateOn, stateRaceContract } from '../store/state-race-contract.ts';
import { second } from '../support/builders.ts';
import { standIn } from '../support/github-stand-in.ts';
import { scratchAt } from '../support/scratch-repository.ts';
import fc from '../support/seeded-fast-check.ts';
import { bareRepository, stateClone, stateVisitor } from './state-world.ts';

stateRaceContract('one ref, by GitHub’s API and by git', {
  environment: 'production',
  runs: 4,
  most: 4,
  open: async (scheduler) => {
    const github = await standIn();
    const bare = bareRepository(github);
    const objects = new LooseObjects(bare, stoppedClock.now);
    const refs = new CommandRefs(bare);
    let contenders = 0;
    const floor = () => {
      const { client } = stateVisitor(github);
      if (contenders++ % 2 === 1) return { objects, refs };
      return { objects: new GithubObjects(client, mostDocumentBytes), refs: new GithubRefs(client) };
    };
    const contender = (who: string): StateWriter => {
      const { objects, refs } = floor();
      const steps = scheduledGit(objects, refs, scheduler, who);
      return stateOn(new GitDocuments({ ...steps, objectFormat: 'sha1', now: stoppedClock.now }), scheduler, who);
    };
    const close = () => {
      objects.close();
      refs.close();
    };
    return { contender, close };
  },
});

const work = fc.array(fc.constantFrom('count' as const, 'put' as const, 'read' as const), {
  minLength: 1,
  maxLength: 4,
});

test('a clone and two processes without one work at once: nothing is lost, nothing goes back, all see the same', async () => {
  await fc.assert(fc.asyncProperty(fc.tuple(work, work, work), workAtOnce), { numRuns: 4 });
});

/** What each door is asked for goes one after the other; the doors work side by side. */
async function workAtOnce(orders: readonly (readonly ('count' | 'put' | 'read')[])[]): Promise<void> {
  const github = await standIn({ people: ['ana'] });
  const git = await openState(stateClone(github, 'ana'), { remote: 'origin' });
  onTestFinished(() => git.close());
  const doors = [git.state, stateVisitor(github, 'one').state, stateVisitor(github, 'two').state];
  const counted: number[] = [];
  const put: string[] = [];
  await Promise.all(
    doors.map(async (state, index) => {
      let seen = 0;
      for (const [step, order] of (orders[index] ?? []).entries()) {
        const run = `r-${index}${step}`;
        if (order === 'put') put.push(run);
        if (order === 'count') counted.push(await count(state));
        else if (order === 'put') {
          const change = () => ({ runs: [runOf('production', 'a', run, { createdAt: second(step) })] });
          const result = await state.update('production', 'a', { ...putEntry, run }, change, { push: 'now' });
          expect(result).toEqual({ outcome: 'written' });
        }
        const now = cursorOf(await state.state('production', 'a'));
        expect(now).toBeGreaterThanOrEqual(Math.max(seen, ...counted.slice(-1).filter(() => order === 'count')));
        seen = now;
      }
    }),
  );
  expect([...counted].sort((one, other) => one - other)).toEqual(counted.map((_, index) => index + 1));
  await git.refresh('production');
  for (const state of doors) {
    expect(cursorOf(await state.state('production', 'a'))).toBe(counted.length);
    expect(await listedRuns(state, 'production', 'a')).toEqual([...put].sort());
  }
  expectAuditOf(github.bare, counted.length + put.length);
}

/** Moves the cursor on by a second; where it is then, in seconds. */
async function count(state: StateWriter): Promise<number> {
  let mine = 0;
  const result = await state.update(
    'production',
    'a',
    putEntry,
    ({ state: current }) => {
      mine = cursorOf(current) + 1;
      return { state: { ...current, cursor: second(mine) } };
    },
    { push: 'now' },
  );
  expect(result).toEqual({ outcome: 'written' });
  return mine;
}

function cursorOf({ cursor }: { readonly cursor?: string }): number {
  return cursor === undefined ? 0 : (Date.parse(cursor) - Date.parse(second(0))) / 1_000;
}

/** One version for each write, in one line, each with a nonce of its own. */
function expectAuditOf(bare: string, writes: number): void {
  if (writes === 0) return;
  const ref = stateRef('production', 'a');
  const repository = scratchAt(bare);
  const nonces = repository.git('log', '--format=%(trailers:key=Segue-Writer,valueonly,separator=)', ref).split('\n');
  expect(repository.git('rev-list', '--merges', '--count', ref)).toBe('0');
  expect(new Set(nonces).size).toBe(writes);
}
