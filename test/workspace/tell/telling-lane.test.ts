import { expect, test } from 'vitest';
import { memoryState } from '../../../src/store/documents/memory.ts';
import { tellingLane } from '../../../src/workspace/tell/telling-lane.ts';
import type { Code } from '../../../src/workspace/tick/code.ts';
import { countedChance, putEntry, stoppedClock } from '../../store/state-fixture.ts';
import { daily, stateWith } from '../../tick/outlooks.ts';
import { workspaceOn } from '../../tick/workspace-on.ts';

/** Pipelines by lane, of which those that `behind` names were due at five and have not begun; whom a job wakes at that time. */
async function wakes(
  lanes: Readonly<Record<string, string>>,
  behind: readonly string[],
  awake: readonly string[],
  time = '06:00:00',
): Promise<string | undefined> {
  const store = memoryState({ clock: stoppedClock, chance: countedChance() });
  for (const id of Object.keys(lanes)) {
    const cursor = behind.includes(id) ? '2026-03-01T05:00:00.000Z' : '2026-03-02T05:00:00.000Z';
    await store.update('production', id, putEntry, () => ({ state: stateWith({ pipeline: id, cursor }) }));
  }
  const pipelines = Object.entries(lanes).map(([id, lane]) => [id, { pipeline: daily({ id, lane }) }] as const);
  const code = { pipelines: new Map(pipelines), broken: new Map() } as unknown as Code;
  const now = Date.parse(`2026-03-02T${time}Z`);
  return tellingLane(workspaceOn(store, { place: 'here', now }), code, awake);
}

test('while nothing stands still for an hour, nobody is woken for it', async () => {
  expect(await wakes({ crm: 'default', fx: 'dbt' }, [], [])).toBeUndefined();
  expect(await wakes({ crm: 'default', fx: 'dbt' }, ['fx'], [], '05:59:00')).toBeUndefined();
});

test('a lane in which all is well tells of one that does not begin, unless it is awake anyway', async () => {
  const lanes = { crm: 'default', fx: 'dbt', tax: 'spark' };
  expect(await wakes(lanes, ['fx'], ['dbt'])).toBe('default');
  expect(await wakes(lanes, ['fx', 'crm'], ['dbt'])).toBe('spark');
  expect(await wakes(lanes, ['fx'], ['dbt', 'spark'])).toBeUndefined();
});

test('where no lane is well, those that have work tell it themselves', async () => {
  expect(await wakes({ fx: 'dbt', crm: 'default' }, ['fx', 'crm'], ['dbt'])).toBeUndefined();
  expect(await wakes({ fx: 'dbt', crm: 'default' }, ['fx', 'crm'], [])).toBe('default');
});
