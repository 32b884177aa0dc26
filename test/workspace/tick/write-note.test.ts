import { expect, test } from 'vitest';
import type { AuditEntry } from '../../../src/run/audit.ts';
import type { PipelineState, StateWriter, TaskDurations, UpdateOptions } from '../../../src/run/ports.ts';
import { memoryState } from '../../../src/store/documents/memory.ts';
import { nextStep } from '../../../src/tick/next-step.ts';
import type { Outlook } from '../../../src/tick/step.ts';
import { writeNote } from '../../../src/workspace/tick/write-note.ts';
import { countedChance, putEntry, stoppedClock } from '../../store/state-fixture.ts';
import { active, commit, daily, outlookOn } from '../../tick/outlooks.ts';
import { workspaceOn } from '../../tick/workspace-on.ts';

const environment = 'production';
const day = (number: number) => `2026-03-0${number}T05:00:00.000Z`;
const older = 'a'.repeat(40);
const moved = daily({ renamedFrom: ['old'] });

/** A store, what is written to it, and how. */
function rig() {
  const store = memoryState({ clock: stoppedClock, chance: countedChance() });
  const writes: { pipeline: string; entry: AuditEntry; push: UpdateOptions['push'] }[] = [];
  const state: StateWriter = {
    pipelines: (...args) => store.pipelines(...args),
    environments: () => store.environments(),
    state: (...args) => store.state(...args),
    view: (...args) => store.view(...args),
    run: (...args) => store.run(...args),
    update: async (name, pipeline, entry, change, options) => {
      const result = await store.update(name, pipeline, entry, change, options);
      if (result.outcome === 'written') writes.push({ pipeline, entry, push: options?.push });
      return result;
    },
  };
  const put = async (pipeline: string, more: Partial<PipelineState>) => {
    await store.update(environment, pipeline, putEntry, (view) => ({ state: { ...view.state, ...more } }));
  };
  const learn = async (pipeline: string, durations: TaskDurations) => {
    await store.update(environment, pipeline, putEntry, () => ({ durations }));
  };
  const look = async (more: Partial<Outlook>) => {
    const state = await store.state(environment, 'daily');
    return outlookOn(state, { previous: await store.state(environment, 'old'), ...more });
  };
  const note = async (outlook: Outlook) => {
    const step = nextStep(outlook);
    if (step.kind !== 'note') throw new Error(`no note, but ${step.kind}`);
    return writeNote(workspaceOn(state, { place: 'here' }), outlook, step.note);
  };
  return {
    put,
    learn,
    look,
    note,
    writes,
    view: (pipeline: string) => store.view(environment, pipeline),
    read: (pipeline: string) => store.state(environment, pipeline),
  };
}

test('the remote has a note before it counts, and the audit log says what it was', async () => {
  const { put, look, note, writes, read } = rig();
  await put('daily', { cursor: day(1) });
  const late = { pipeline: daily({ catchup: 'none' }), now: Date.parse('2026-03-04T12:00:00Z') };
  expect(await note(await look(late))).toBe(true);
  const interval = { start: day(1), end: day(4) };
  const entry = { action: 'drop', by: 'Ana', interval, detail: '3 by its catchup' };
  expect(writes).toEqual([{ pipeline: 'daily', entry, push: 'now' }]);
  expect(await read('daily')).toMatchObject({ cursor: day(4), commit });
});

test('a note that would be another by now is not written', async () => {
  const { put, look, note, writes } = rig();
  await put('daily', { cursor: day(1) });
  const outlook = await look({ pipeline: daily({ catchup: 'none' }), now: Date.parse('2026-03-04T12:00:00Z') });
  await put('daily', { cursor: day(2) });
  expect(await note(outlook)).toBe(false);
  expect(writes).toEqual([]);
});

test('what is adopted is left first: under the old id no older commit moves on', async () => {
  const { put, look, note, writes, read } = rig();
  await put('old', { cursor: day(1), commit: older });
  expect(await note(await look({ pipeline: moved }))).toBe(true);
  expect(writes.map(({ pipeline, entry: { action, detail } }) => [pipeline, action, detail])).toEqual([
    ['old', 'adopt', 'by daily'],
    ['daily', 'adopt', 'from old'],
  ]);
  expect(await read('old')).toMatchObject({ cursor: day(1), commit });
  expect(await read('daily')).toMatchObject({ cursor: day(1), commit });
});

test('what tasks have taken comes along with a file that has moved', async () => {
  const { put, learn, look, note, view } = rig();
  await put('old', { cursor: day(1), commit: older });
  await learn('old', { load: { recentMs: [5] } });
  await learn('daily', { load: { recentMs: [7] }, build: { recentMs: [9] } });
  expect(await note(await look({ pipeline: moved }))).toBe(true);
  expect(await (await view('daily')).durations()).toEqual({ load: { recentMs: [5] }, build: { recentMs: [9] } });
});

test('adopts what there is when it is left, not what there was at the look', async () => {
  const { put, look, note, read } = rig();
  await put('old', { cursor: day(1), commit: older });
  const outlook = await look({ pipeline: moved });
  await put('old', { cursor: day(2), commit: older });
  expect(await note(outlook)).toBe(true);
  expect((await read('daily')).cursor).toBe(day(2));
});

test.each<[string, Partial<PipelineState>]>([
  ['a run was claimed under the old id', { cursor: day(2), active: [active('r-00000001')] }],
  ['another commit has claimed there', { cursor: day(2), commit: 'b'.repeat(40) }],
])('adopts nothing if since the look %s', async (_, more) => {
  const { put, look, note, writes, read } = rig();
  await put('old', { cursor: day(1), commit: older });
  const outlook = await look({ pipeline: moved });
  await put('old', more);
  expect(await note(outlook)).toBe(false);
  expect([writes, (await read('daily')).cursor]).toEqual([[], undefined]);
});

test('of two that adopt at once, one does, and a process that died in between is no hindrance', async () => {
  const { put, look, note, read } = rig();
  await put('old', { cursor: day(1), commit: older });
  const [one, other] = [await look({ pipeline: moved }), await look({ pipeline: moved })];
  await put('old', { commit });
  expect(await note(one)).toBe(true);
  await put('daily', { cursor: day(2) });
  expect(await note(other)).toBe(false);
  expect((await read('daily')).cursor).toBe(day(2));
});
