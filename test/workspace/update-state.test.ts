import { expect, test } from 'vitest';
import type { PipelineState, StateWriter } from '../../src/run/ports.ts';
import { memoryState } from '../../src/store/documents/memory.ts';
import { updateState } from '../../src/workspace/update-state.ts';
import { countedChance, putEntry, stoppedClock } from '../store/state-fixture.ts';

const environment = 'production';
const cursor = '2026-03-01T05:00:00.000Z';
const entry = { action: 'begin', by: 'Ana' } as const;

/** Who asks for a cursor gets it only if there is none. */
function takeCursor(state: PipelineState) {
  if (state.cursor !== undefined) return { result: `taken: ${state.cursor}` };
  return { result: 'ours', change: { state: { ...state, cursor } } };
}

/** Asks as a store does that was raced: first on a state that is no longer true, and only then writes. */
function racedBy(store: StateWriter, rival: () => Promise<unknown>): StateWriter {
  return {
    ...store,
    update: async (name, pipeline, audit, change, options) => {
      await change(await store.view(name, pipeline));
      await rival();
      return store.update(name, pipeline, audit, change, options);
    },
  };
}

function memory(): StateWriter {
  const store = memoryState({ clock: stoppedClock, chance: countedChance() });
  return {
    pipelines: (...args) => store.pipelines(...args),
    environments: () => store.environments(),
    state: (...args) => store.state(...args),
    view: (...args) => store.view(...args),
    run: (...args) => store.run(...args),
    update: (...args) => store.update(...args),
  };
}

test('gives what was decided on the state that counted, not on one before it', async () => {
  const store = memory();
  const other = '2026-03-02T05:00:00.000Z';
  const state = racedBy(store, () =>
    store.update(environment, 'daily', putEntry, (view) => ({ state: { ...view.state, cursor: other } })),
  );
  expect(await updateState({ state, environment }, 'daily', entry, takeCursor)).toBe(`taken: ${other}`);
  expect((await store.state(environment, 'daily')).cursor).toBe(other);
});

test('gives the result also where nothing is written, and writes what was decided else', async () => {
  const state = memory();
  const take = () => updateState({ state, environment }, 'daily', entry, takeCursor);
  expect([await take(), await take()]).toEqual(['ours', `taken: ${cursor}`]);
});

test('a conflict beyond the bound of the store is a problem that names the pipeline', async () => {
  const state: StateWriter = {
    ...memory(),
    update: async (_, pipeline, __, change) => {
      await change(await memory().view(environment, pipeline));
      return { outcome: 'conflict' };
    },
  };
  await expect(updateState({ state, environment }, 'daily', entry, takeCursor)).rejects.toMatchObject({
    code: 'SG710',
    message: expect.stringContaining('daily'),
  });
});
