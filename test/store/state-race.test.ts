import { expect, test } from 'vitest';
import type { StateWriter } from '../../src/run/ports.ts';
import { DocumentState } from '../../src/store/documents/document-state.ts';
import type { DocumentStore } from '../../src/store/documents/documents.ts';
import { MemoryDocuments } from '../../src/store/documents/memory-documents.ts';
import { GitDocuments } from '../../src/store/git/git-documents.ts';
import { LooseObjects } from '../../src/store/git/git-loose.ts';
import { CommandRefs } from '../../src/store/git/git-refs.ts';
import { openRepository } from '../../src/store/repository/repository.ts';
import { scratchRepository } from '../support/scratch-repository.ts';
import { scheduledGit, scheduledStore } from './scheduled-store.ts';
import { countedChance, putEntry, stoppedClock } from './state-fixture.ts';
import { stateOn, stateRaceContract } from './state-race-contract.ts';

stateRaceContract('memory', {
  environment: 'local',
  runs: 200,
  most: 6,
  open: async (scheduler) => {
    const documents = new MemoryDocuments();
    return {
      contender: (who) => stateOn(scheduledStore(documents, scheduler, who), scheduler, who),
      close: () => undefined,
    };
  },
});

stateRaceContract('git', {
  environment: 'local',
  runs: 8,
  most: 4,
  open: async (scheduler) => {
    const repository = (await openRepository(scratchRepository().place)).home;
    const { objectFormat } = repository;
    const objects = new LooseObjects(repository, stoppedClock.now);
    const refs = new CommandRefs(repository);
    const contender = (who: string): StateWriter => {
      const git = scheduledGit(objects, refs, scheduler, who);
      return stateOn(new GitDocuments({ ...git, objectFormat, now: stoppedClock.now }), scheduler, who);
    };
    return { contender, close: () => objects.close() };
  },
});

test('a writer that always comes too late gives up after its tries', async () => {
  const memory = new MemoryDocuments();
  const late: DocumentStore = {
    refs: (namespace) => memory.refs(namespace),
    head: (ref) => memory.head(ref),
    read: (version, path) => memory.read(version, path),
    paths: (version) => memory.paths(version),
    commit: async () => 'moved',
  };
  let asked = 0;
  const state = new DocumentState({ documents: late, clock: stoppedClock, chance: countedChance(), tries: 4 });
  const result = await state.update('local', 'a', putEntry, ({ state: current }) => {
    asked++;
    return { state: current };
  });
  expect(result).toEqual({ outcome: 'conflict' });
  expect(asked).toBe(4);
});
