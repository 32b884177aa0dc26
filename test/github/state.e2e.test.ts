import { expect, onTestFinished, test } from 'vitest';
import type { StateView } from '../../src/run/ports.ts';
import { stateContract } from '../store/state-contract.ts';
import { openState } from '../store/state-fixture.ts';
import { keepRuns } from '../store/state-model.ts';
import { epoch } from '../support/builders.ts';
import { standIn } from '../support/github-stand-in.ts';
import { stateClone, stateVisitor } from './state-world.ts';

/** A process without a clone, as a door of the contract. */
function door({ state }: ReturnType<typeof stateVisitor>) {
  return { state, refresh: async () => undefined, update: { push: 'now' as const } };
}

stateContract('GitHub’s API, two processes', {
  environments: ['production'],
  runs: 5,
  commands: 12,
  open: async () => {
    const github = await standIn();
    return {
      doors: ['one', 'two'].map((who) => door(stateVisitor(github, who, { keepRuns }))),
      close: () => undefined,
    };
  },
});

stateContract('GitHub’s API and a clone in turn', {
  environments: ['production'],
  runs: 4,
  commands: 12,
  open: async () => {
    const github = await standIn({ people: ['ana'] });
    const git = await openState(stateClone(github, 'ana'), { keepRuns, remote: 'origin' });
    const doors = [{ ...git, update: { push: 'now' as const } }, door(stateVisitor(github, 'api', { keepRuns }))];
    return { doors, close: () => git.close() };
  },
});

test('a pause that is asked for by the API holds in a clone, and is over when the clone takes it back', async () => {
  const github = await standIn({ people: ['ana'] });
  const git = await openState(stateClone(github, 'ana'), { remote: 'origin' });
  onTestFinished(() => git.close());
  const api = stateVisitor(github).state;
  const paused = { by: 'bob', at: epoch, reason: 'the CRM moves' };
  const pause = await api.update('production', 'a', { action: 'pause', by: 'bob' }, ({ state }) => ({
    state: { ...state, paused },
  }));
  expect(pause).toEqual({ outcome: 'written' });
  await git.refresh('production');
  expect((await git.state.state('production', 'a')).paused).toEqual(paused);
  const unpause = ({ state: { paused: _, ...state } }: StateView) => ({ state });
  await git.state.update('production', 'a', { action: 'unpause', by: 'ana' }, unpause, { push: 'now' });
  expect((await api.state('production', 'a')).paused).toBeUndefined();
  const history = await git.history({ environment: 'production', pipeline: 'a', most: 9, all: true });
  expect(history.map(({ action, by }) => [action, by])).toEqual([
    ['unpause', 'ana'],
    ['pause', 'bob'],
  ]);
});
