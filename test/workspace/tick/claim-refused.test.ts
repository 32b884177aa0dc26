import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { liveClock } from '../../../src/process/clock.ts';
import type { RunDocument } from '../../../src/run/document.ts';
import type { ActiveRun } from '../../../src/run/ports.ts';
import type { Recovery } from '../../../src/tick/step.ts';
import { openWorkspace } from '../../../src/workspace/open-workspace.ts';
import { readRun } from '../../../src/workspace/run/find-run.ts';
import { LostRace } from '../../../src/workspace/tick/claim-start.ts';
import { takeOver } from '../../../src/workspace/tick/take-over.ts';
import type { Workspace } from '../../../src/workspace/workspace.ts';
import { placeWith } from '../../support/cli-place.ts';
import { attemptOf, documentOf, recordOf } from '../../support/documents.ts';
import { plainEnvironment } from '../../support/scratch-repository.ts';

const environment = 'local';
const etl = `tasks:
  load: { run: touch loaded-again, artifacts: none }
  tell: { run: touch told, needs: load, artifacts: none }
`;

test('a take-over that came too late leaves nothing here that the next one would build on', async () => {
  const place = placeWith({ etl });
  const workspace = await openWorkspace({
    cwd: place.root,
    environment,
    variables: plainEnvironment,
    clock: liveClock(),
    pid: 1,
  });
  const more = { pipeline: 'etl', file: 'pipelines/etl.yml', environment, commit: place.git('rev-parse', 'HEAD') };
  const tell = recordOf('none');
  const begun = documentOf({ load: recordOf('running', [attemptOf(1)]), tell }, more);
  const loaded = { ...recordOf('success', [attemptOf(1, 'success')]), artifacts: 'none' } as const;
  const late = { ...begun, tasks: { load: loaded, tell } };
  await store(workspace, begun);

  await expect(takeOverIn(whoseHolderStores(workspace, late), begun)).rejects.toThrow(LostRace);
  expect((await readRun(workspace, 'etl', begun.run)).document).toEqual(late);

  const ended = await takeOverIn(workspace, begun);
  expect(ended).toMatchObject({ state: 'success', actions: [{ kind: 'resume' }] });
  expect(ended.tasks.load?.attempts).toHaveLength(1);
  expect([existsSync(join(place.root, 'loaded-again')), existsSync(join(place.root, 'told'))]).toEqual([false, true]);
  await workspace.close();
});

/** By the holder, who is dead for all others. */
async function store({ state }: Pick<Workspace, 'state'>, document: RunDocument): Promise<void> {
  const held: ActiveRun = { run: document.run, claimedAt: document.createdAt, host: 'lost', pid: 7 };
  await state.update(environment, 'etl', { action: 'join', by: 'test' }, (stored) => ({
    state: { ...stored.state, active: [held] },
    runs: [document],
  }));
}

/** A workspace in whose first write the holder is faster. */
function whoseHolderStores(workspace: Workspace, document: RunDocument): Workspace {
  const update: Workspace['state']['update'] = async (...change) => {
    await store(workspace, document);
    return workspace.state.update(...change);
  };
  const { state: real } = workspace;
  const state: Workspace['state'] = {
    update,
    state: (...asked) => real.state(...asked),
    view: (...asked) => real.view(...asked),
    run: (...asked) => real.run(...asked),
    pipelines: (...asked) => real.pipelines(...asked),
    environments: () => real.environments(),
  };
  return { ...workspace, state };
}

function takeOverIn(workspace: Workspace, { run, pipeline }: RunDocument): Promise<RunDocument> {
  const recovery: Recovery = { kind: 'take-over', run, takeovers: 0 };
  const request = { pipeline, recovery, decide: () => recovery, how: {}, claimed: async () => {} };
  return takeOver(workspace, request, { progress: () => {} });
}
