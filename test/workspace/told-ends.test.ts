import { expect, test } from 'vitest';
import type { Action } from '../../src/run/document.ts';
import { memoryState } from '../../src/store/documents/memory.ts';
import { recordTold } from '../../src/workspace/tell/record-told.ts';
import { tellEarlier } from '../../src/workspace/tell/tell-earlier.ts';
import type { Workspace } from '../../src/workspace/workspace.ts';
import { documentOf } from '../support/documents.ts';
import { LeapingClock } from '../support/leaping-clock.ts';

const run = 'r-test0000';
const retry: Action = { kind: 'retry', by: 'ana', at: '2026-03-02T05:00:00.000Z' };
const answer = { kind: 'updated', id: 1, url: 'memory:checks/1' } as const;

test.each([
  { actions: 0, left: [run] },
  { actions: 1, left: [] },
])('who has told a run of which $actions of one retry was known leaves $left to be told', async ({ actions, left }) => {
  const clock = new LeapingClock();
  const chance = { fraction: () => 0.5, hex: () => 'aa', letters: () => 'aa' };
  const state = memoryState({ clock, chance });
  const document = documentOf({}, { state: 'success', environment: 'production', actions: [retry] });
  await state.update('production', 'test', { action: 'end', by: 'test' }, ({ state: before }) => ({
    state: { ...before, untold: [run] },
    runs: [document],
  }));
  const workspace = { environment: 'production', state, machine: { user: 'ana' } } as unknown as Workspace;
  await recordTold(workspace, [{ run, pipeline: 'test', answer, actions }]);
  expect((await state.state('production', 'test')).untold ?? []).toEqual(left);
});

test('an end is struck off whose run is not kept any more: nobody can tell it', async () => {
  const state = memoryState({
    clock: new LeapingClock(),
    chance: { fraction: () => 0.5, hex: () => 'aa' },
  });
  await state.update('production', 'test', { action: 'end', by: 'test' }, ({ state: before }) => ({
    state: { ...before, untold: [run] },
  }));
  const workspace = { environment: 'production', state, machine: { user: 'ana' } } as unknown as Workspace;
  const ended = () => expect.unreachable('nothing is known of how it ended');
  const forge = { ensureCheck: () => expect.unreachable('there is nothing to show') };
  const told = await tellEarlier(workspace, { forge, ended });
  expect(told).toEqual([{ run, pipeline: 'test', isGone: true }]);
  await recordTold(workspace, told);
  expect((await state.state('production', 'test')).untold).toEqual([]);
});
