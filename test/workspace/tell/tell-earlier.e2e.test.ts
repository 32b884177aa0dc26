import { expect, test } from 'vitest';
import { openWorkspace } from '../../../src/workspace/open-workspace.ts';
import type { RunEnd } from '../../../src/workspace/tell/run-end.ts';
import { tellEarlier } from '../../../src/workspace/tell/tell-earlier.ts';
import { runOf } from '../../store/state-documents.ts';
import { putEntry } from '../../store/state-fixture.ts';
import { MemoryForge } from '../../support/github-memory-forge.ts';
import { plainEnvironment, scratchRepository } from '../../support/scratch-repository.ts';
import { clockAt } from '../../support/set-clock.ts';
import { stateWith } from '../../tick/outlooks.ts';

test('ends that nobody has told are told, of all runs or of those that are asked for', async () => {
  const { root, write, commit } = scratchRepository();
  write('pipelines/daily.yml', 'description: d\nowner: o\ntasks: { load: { run: "true" } }\n');
  const at = commit();
  const clock = clockAt('2026-03-02T05:00:00Z');
  const options = { environment: 'local', clock, variables: plainEnvironment, pid: process.pid };
  const workspace = await openWorkspace({ ...options, cwd: root });
  const untold = ['r-00000001', 'r-00000002'];
  const lost = { kind: 'lost', by: 'tick', at: '2026-03-02T05:00:00.000Z', reason: 'nobody was left' } as const;
  await workspace.state.update('local', 'daily', putEntry, () => ({
    state: stateWith({ environment: 'local', untold }),
    runs: untold.map((run) =>
      runOf('local', 'daily', run, {
        file: 'pipelines/daily.yml',
        commit: at,
        state: 'failed',
        finishedAt: lost.at,
        actions: [lost],
      }),
    ),
  }));
  const ends: RunEnd[] = [];
  const forge = new MemoryForge();
  const ended = (end: RunEnd) => void ends.push(end);
  const only = new Set(['r-00000002', 'r-elsewhere']);
  expect(await tellEarlier(workspace, { forge, ended, only })).toMatchObject([
    { run: 'r-00000002', answer: { kind: 'created' } },
  ]);
  expect(ends.map(({ run, root: where, pipeline }) => [run.run, where, pipeline.id])).toEqual([
    ['r-00000002', root, 'daily'],
  ]);
  expect(forge.checks).toMatchObject([{ wish: { status: 'completed', conclusion: 'failure' } }]);
  expect((await tellEarlier(workspace, { forge, ended })).map(({ run }) => run)).toEqual(untold);
  await workspace.close();
});
