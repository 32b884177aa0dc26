import { expect, onTestFinished, test } from 'vitest';
import { stateRef } from '../../src/store/names.ts';
import { scratchRepository } from '../support/scratch-repository.ts';
import { stateContract } from './state-contract.ts';
import { openState, store } from './state-fixture.ts';
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

test('refs that hold no documents at all hide no other pipeline, whatever stands there', async () => {
  const repository = scratchRepository();
  const git = await openState(repository);
  onTestFinished(() => git.close());
  await store(git.state, 'local', 'a', 'r-1');
  repository.write('file', 'no document');
  repository.commit();
  repository.git('tag', '--annotate', '--message', 'no commit', 'tag');
  for (const [pipeline, object] of Object.entries({
    blob: 'HEAD:file',
    tree: 'HEAD^{tree}',
    tag: 'tag',
    commit: 'HEAD',
  })) {
    repository.git('update-ref', stateRef('local', pipeline), repository.git('rev-parse', object));
  }
  expect(await git.state.pipelines('local')).toEqual(['a']);
  await expect(git.state.state('local', 'blob')).rejects.toThrow(/damaged/);
});
