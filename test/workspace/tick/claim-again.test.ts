import { expect, test } from 'vitest';
import type { RunDocument } from '../../../src/run/document.ts';
import type { ActiveRun } from '../../../src/run/ports.ts';
import type { Recovery } from '../../../src/tick/step.ts';
import { openWorkspace } from '../../../src/workspace/open-workspace.ts';
import { LostRace } from '../../../src/workspace/tick/claim-start.ts';
import { claimAgain } from '../../../src/workspace/tick/take-over.ts';
import { placeWith } from '../../support/cli-place.ts';
import { attemptOf, documentOf, recordOf } from '../../support/documents.ts';
import { plainEnvironment } from '../../support/scratch-repository.ts';
import { clockAt } from '../../support/set-clock.ts';

const etl = 'tasks: { load: { run: echo x, artifacts: none } }\n';
const environment = 'local';

/** A run whose holder is dead, stored as it was when somebody decided to go on with it. */
async function lostRun() {
  const clock = clockAt('2026-03-02T09:00:30Z');
  const place = placeWith({ etl }, { clock });
  const workspace = await openWorkspace({ cwd: place.root, environment, clock, variables: plainEnvironment, pid: 1 });
  const begun = documentOf(
    { load: recordOf('running', [attemptOf(1)]) },
    { pipeline: 'etl', file: 'pipelines/etl.yml', environment },
  );
  const held: ActiveRun = { run: begun.run, claimedAt: begun.createdAt, host: 'lost', pid: 7, lease: 'h-lost00000000' };
  const store = (document: RunDocument) =>
    workspace.state.update(environment, 'etl', { action: 'join', by: 'test' }, ({ state }) => ({
      state: { ...state, active: [held] },
      runs: [document],
    }));
  await store(begun);
  const recovery: Recovery = { kind: 'take-over', run: begun.run, takeovers: 0 };
  const claim = () => claimAgain(workspace, begun, { recovery, decide: () => recovery }, begun);
  const stored = () => workspace.state.view(environment, 'etl');
  return { workspace, begun, held, store, claim, stored };
}

test('a lost run is claimed by whoever has read all that is stored of it', async () => {
  const { claim, stored, workspace } = await lostRun();
  await claim();
  expect((await stored()).state.active).toMatchObject([{ pid: 1, takeovers: 1, tick: true }]);
  await workspace.close();
});

test('a success that its holder has stored after it was read is not run again', async () => {
  const { claim, stored, store, begun, held, workspace } = await lostRun();
  const late = { ...begun, tasks: { load: recordOf('success', [attemptOf(1, 'success')]) } };
  await store(late);
  await expect(claim()).rejects.toThrow(LostRace);
  const { state, run } = await stored();
  expect(state.active).toEqual([held]);
  expect(await run(begun.run)).toEqual(late);
  await workspace.close();
});
