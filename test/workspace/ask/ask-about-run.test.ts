import { expect, test } from 'vitest';
import { Problem } from '../../../src/diagnostic/problem.ts';
import type { RunDocument } from '../../../src/run/document.ts';
import type { ActiveRun } from '../../../src/run/ports.ts';
import type { InboxRequest } from '../../../src/run/requests.ts';
import { memoryState } from '../../../src/store/documents/memory.ts';
import { askForCancel, askForMark, askForWakeUp } from '../../../src/workspace/ask/ask-about-run.ts';
import type { Workspace } from '../../../src/workspace/workspace.ts';
import { runOf } from '../../store/state-documents.ts';
import { countedChance, putEntry, stoppedClock } from '../../store/state-fixture.ts';
import { scratchRepository } from '../../support/scratch-repository.ts';
import { workspaceOn } from '../../tick/workspace-on.ts';

const run = 'r-8k2m4p6t';
const lease = 'h-runner000000';
const secret = 'tk_8f3a9c2e71';

interface World {
  readonly workspace: Workspace;
  readonly document: RunDocument;
  /** What arrived in the inbox of runs elsewhere. */
  readonly posted: InboxRequest[];
}

/** A run of production as a laptop sees it, with its claim. */
async function world(more: Partial<RunDocument>, claim?: Partial<ActiveRun>, refuses?: Problem): Promise<World> {
  const state = memoryState({ clock: stoppedClock, chance: countedChance() });
  const document = runOf('production', 'daily', run, more);
  const active = { run, claimedAt: document.createdAt, host: 'runner:1', pid: 7, lease, ...claim };
  await state.update('production', 'daily', putEntry, (view) => ({
    state: { ...view.state, active: claim === undefined ? [] : [active] },
    runs: [document],
  }));
  const posted: InboxRequest[] = [];
  const ask = async (request: InboxRequest) => {
    if (refuses !== undefined) throw refuses;
    posted.push(request);
  };
  const scratch = scratchRepository();
  const on = workspaceOn(state, { place: 'laptop', segueDir: scratch.root });
  scratch.write('pipelines/daily.yml', 'secrets: [CRM_TOKEN]\ntasks: { load: { run: echo } }\n');
  const repository = { root: scratch.root, segueDir: scratch.root, place: scratch.place };
  const variables = { CRM_TOKEN: secret };
  const judge = async () => new Map([[lease, { kind: more.state === 'running' ? 'alive' : 'dead' }]]);
  const workspace = { ...on, repository, variables, inbox: { ask }, lease: { judge } } as unknown as Workspace;
  return { workspace, document, posted };
}

function found({ document }: World) {
  return { document, interrupted: false, journalled: false };
}

test('whoever works on a run is asked in Git to end it: no job is needed for that', async () => {
  const goesOn = await world({ state: 'running' }, {});
  const asked = await askForCancel(goesOn.workspace, found(goesOn), 'wrong data');
  expect(asked).toMatchObject({ kind: 'requested', document: { run } });
  expect(goesOn.posted).toMatchObject([{ kind: 'cancel', run, holder: lease, reason: 'wrong data' }]);
});

test('the newest run that goes on is meant where none is named', async () => {
  const goesOn = await world({ state: 'running' }, {});
  expect(await askForCancel(goesOn.workspace, undefined, undefined)).toMatchObject({ kind: 'requested' });
});

test.each<[string, Partial<RunDocument>, Partial<ActiveRun> | undefined]>([
  ['was interrupted and waits for a wake-up', { state: 'cancelled' }, { interrupted: true }],
  ['nobody works on', { state: 'running' }, undefined],
])('the workflow ends a run that %s', async (_, more, claim) => {
  const waits = await world(more, claim);
  expect(await askForCancel(waits.workspace, found(waits), 'wrong\n data')).toMatchObject({
    kind: 'dispatch',
    inputs: { command: 'cancel', run, reason: 'wrong data' },
  });
  expect(waits.posted).toEqual([]);
});

test('the workflow is asked where this account may write no requests', async () => {
  const refusal = new Problem('SG608', 'a ruleset', '');
  const guarded = await world({ state: 'running' }, {}, refusal);
  expect(await askForCancel(guarded.workspace, found(guarded), undefined)).toMatchObject({
    kind: 'dispatch',
    inputs: { command: 'cancel', run },
  });
  const away = await world({ state: 'running' }, {}, new Problem('SG609', 'away', ''));
  await expect(askForCancel(away.workspace, found(away), undefined)).rejects.toMatchObject({ code: 'SG609' });
});

test('a wake-up is asked for where one goes on with the run', async () => {
  const interrupt = { why: 'interrupt', by: 'ana' } as const;
  const waits = await world({ state: 'cancelled', cancelled: interrupt }, { interrupted: true });
  expect(await askForWakeUp(waits.workspace, found(waits))).toMatchObject({ inputs: { command: 'tick' } });
  const letGo = await world({ state: 'cancelled', cancelled: interrupt });
  await expect(askForWakeUp(letGo.workspace, found(letGo))).rejects.toMatchObject({
    code: 'SG960',
    help: expect.stringContaining(`segue retry ${run} --env production`),
  });
  const ended = await world({ state: 'failed' });
  await expect(askForWakeUp(ended.workspace, found(ended))).rejects.toMatchObject({ code: 'SG713' });
  const lives = await world({ state: 'running' }, {});
  await expect(askForWakeUp(lives.workspace, found(lives))).rejects.toMatchObject({ code: 'SG726' });
});

test('no secret leaves with a reason', async () => {
  const reason = `the token ${secret} is out`;
  const goesOn = await world({ state: 'running' }, {});
  await askForCancel(goesOn.workspace, found(goesOn), reason);
  expect(goesOn.posted).toMatchObject([{ reason: 'the token *** is out' }]);
  const waits = await world({ state: 'cancelled' }, { interrupted: true });
  const inputs = { reason: 'the token *** is out' };
  expect(await askForCancel(waits.workspace, found(waits), reason)).toMatchObject({ inputs });
  const mark = { task: 'load', state: 'success', reason } as const;
  expect(await askForMark(waits.workspace, waits.document, mark)).toMatchObject(inputs);
});

test('a run that has ended is not cancelled', async () => {
  const ended = await world({ state: 'failed' });
  await expect(askForCancel(ended.workspace, found(ended), undefined)).rejects.toMatchObject({ code: 'SG721' });
});

test('a run that somebody works on takes no mark; one that waits for a wake-up does', async () => {
  const mark = { task: 'load', state: 'success', reason: 'by hand' } as const;
  const goesOn = await world({ state: 'running' }, {});
  await expect(askForMark(goesOn.workspace, goesOn.document, mark)).rejects.toMatchObject({ code: 'SG726' });
  const waits = await world({ state: 'cancelled' }, { interrupted: true });
  expect(await askForMark(waits.workspace, waits.document, mark)).toEqual({
    command: 'mark',
    run,
    tasks: 'load',
    state: 'success',
    reason: 'by hand',
  });
  const noReason = askForMark(waits.workspace, waits.document, { ...mark, reason: ' ' });
  await expect(noReason).rejects.toMatchObject({ code: 'SG720' });
});
