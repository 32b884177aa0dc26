import { expect, test } from 'vitest';
import type { ActiveRun, RunSummary } from '../../src/run/ports.ts';
import { memoryState } from '../../src/store/documents/memory.ts';
import { byHand, knowledgeOf } from '../../src/workspace/backfill/backfill-state.ts';
import { countedChance, stoppedClock } from '../store/state-fixture.ts';
import { active, noon, stateWith } from '../tick/outlooks.ts';
import { workspaceOn } from '../tick/workspace-on.ts';

const workspace = workspaceOn(memoryState({ clock: stoppedClock, chance: countedChance() }), {
  place: 'here',
  segueDir: '/nonexistent',
});

/** What a backfill by hand believes of a run that is stored as this, and claimed as that. */
function believed(state: RunSummary['state'], claim?: Partial<ActiveRun>): string | undefined {
  const run = { run: 'r-1', state, createdAt: noon, generation: 0 };
  const known = stateWith({ active: claim === undefined ? [] : [active('r-1', claim)] });
  return knowledgeOf(workspace, { state: known, runs: [run] }, byHand, 'digest').runs[0]?.state;
}

test('a run whose process died is nobody’s, unless it is a tick’s: the next one goes on with it', () => {
  expect(believed('running', {})).toBe('cancelled');
  expect(believed('running', { host: 'elsewhere' })).toBe('running');
  expect(believed('running', { tick: true })).toBe('running');
  expect(believed('cancelled', { tick: true, interrupted: true })).toBe('running');
  expect(believed('cancelled')).toBe('cancelled');
  expect(believed('success')).toBe('success');
});
