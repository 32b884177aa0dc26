import { expect, test } from 'vitest';
import { openWorkspace } from '../../../src/workspace/open-workspace.ts';
import { lookAround } from '../../../src/workspace/tell/look-around.ts';
import { readCode } from '../../../src/workspace/tick/code.ts';
import { runOf } from '../../store/state-documents.ts';
import { putEntry } from '../../store/state-fixture.ts';
import { plainEnvironment, scratchRepository } from '../../support/scratch-repository.ts';
import { clockAt } from '../../support/set-clock.ts';
import { stateWith } from '../../tick/outlooks.ts';

test('a pipeline whose file has broken stands still by the schedule that it had when it ran last', async () => {
  const { root, write, commit } = scratchRepository();
  const file = 'pipelines/daily.yml';
  write(
    file,
    'description: d\nowner: o\non: { schedule: [{ cron: "0 5 * * *" }] }\ntasks: { load: { run: "true" } }\n',
  );
  const ran = commit();
  write(file, 'description: d\nowner: o\ntasks: { load: { needs: nothing, run: "true" } }\n');
  write('pipelines/new.yml', 'tasks: {\n');
  const broken = commit();
  const clock = clockAt('2026-03-02T12:00:00Z');
  const options = { environment: 'local', clock, variables: plainEnvironment, pid: process.pid };
  const workspace = await openWorkspace({ ...options, cwd: root });
  const cursor = '2026-03-01T05:00:00.000Z';
  const last = { file, commit: ran, state: 'success', finishedAt: cursor } as const;
  await workspace.state.update('local', 'daily', putEntry, () => ({
    state: stateWith({ environment: 'local', cursor }),
    runs: [runOf('local', 'daily', 'r-00000001', last)],
  }));
  const code = await readCode(workspace, broken);
  expect([...code.broken.keys()].sort()).toEqual(['daily', 'new']);
  const { looked } = await lookAround(workspace, code, true);
  expect(looked.pipelines).toEqual(['daily']);
  expect(looked.stalled).toMatchObject([{ pipeline: 'daily', due: '2026-03-02T05:00:00.000Z', facts: { owner: 'o' } }]);
  await workspace.close();
});
