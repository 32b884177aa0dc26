import { expect, test, vi } from 'vitest';
import { planOf, taskOf } from '../support/builders.ts';
import { EngineWorld, succeeds } from '../support/engine-world.ts';

const width = 20;

/** Entries that are put into maps while so many tasks expand one after the other. */
function entriesPut(expansions: number): number {
  const items = JSON.stringify(Array.from({ length: width }, (_, index) => index));
  const tasks = Array.from({ length: expansions }, (_, index) =>
    taskOf(`t${index}`, { needs: index === 0 ? [] : [`t${index - 1}`], foreach: `fromJSON('${items}')` }),
  );
  const plan = planOf(tasks);
  const put = vi.spyOn(Map.prototype, 'set');
  try {
    const world = new EngineWorld(plan);
    world.play(() => succeeds);
    expect([world.state.phase, Object.keys(world.states()).length]).toEqual(['success', expansions * (width + 1)]);
    return put.mock.calls.length;
  } finally {
    put.mockRestore();
  }
}

test('twice as many expansions cost twice as much, however many instances there are already', () => {
  const [few, many] = [entriesPut(20), entriesPut(40)];
  expect(many / few).toBeLessThan(2.1);
});
