import { expect, test } from 'vitest';
import type { Pipeline } from '../../../src/model/pipeline.ts';
import type { RunDocument } from '../../../src/run/document.ts';
import type { PipelineState } from '../../../src/run/ports.ts';
import { memoryState } from '../../../src/store/documents/memory.ts';
import { lookAround } from '../../../src/workspace/tell/look-around.ts';
import { runOf } from '../../store/state-documents.ts';
import { countedChance, putEntry, stoppedClock } from '../../store/state-fixture.ts';
import { active, daily, stateWith } from '../../tick/outlooks.ts';
import { workspaceOn } from '../../tick/workspace-on.ts';

const deadline = { deadline: { afterMs: 2 * 3_600_000 } };
const due = '2026-03-02T05:00:00.000Z';
const missedAt = '2026-03-02T07:00:00.000Z';

/** A look at `daily` at a time of the second of March; its interval of that day is due at five, and its deadline at seven. */
async function look(
  time: string,
  pipeline: Pipeline,
  state: Partial<PipelineState>,
  runs: readonly RunDocument[] = [],
  isLast = false,
) {
  const store = memoryState({ clock: stoppedClock, chance: countedChance() });
  await store.update('production', 'daily', putEntry, () => ({ state: stateWith(state), runs }));
  const now = Date.parse(`2026-03-02T${time}Z`);
  const workspace = {
    ...workspaceOn(store, { place: 'here', now }),
    lease: { judge: async (holders: readonly string[]) => new Map(holders.map((each) => [each, verdicts[each]])) },
  } as unknown as Parameters<typeof lookAround>[0];
  const code = { pipelines: new Map([['daily', { pipeline } as never]]), broken: new Map() };
  return lookAround(workspace, code, isLast);
}

const verdicts: Readonly<Record<string, { readonly kind: string }>> = {
  'h-lives': { kind: 'alive' },
  'h-gone': { kind: 'dead' },
  'h-perhaps': { kind: 'unknown' },
};
const served = { cursor: due };
const behind = { cursor: '2026-03-01T05:00:00.000Z' };

function going(run: string, more: Partial<RunDocument> = {}): RunDocument {
  return runOf('production', 'daily', run, {
    state: 'running',
    deadline: { at: missedAt, missed: false },
    ...more,
  });
}

test('a deadline that passes while its run goes on is seen, with some leeway', async () => {
  const state = { ...served, active: [active('r-00000000')] };
  const at = (time: string) => look(time, daily(deadline), state, [going('r-00000000')]);
  expect((await at('07:00:59')).missed).toEqual([]);
  expect((await at('07:01:00')).missed).toMatchObject([
    { pipeline: 'daily', run: 'r-00000000', deadline: missedAt, facts: { timezone: 'UTC' } },
  ]);
});

test('so is that of a run that has not begun, and not of one that has ended', async () => {
  expect((await look('07:01:00', daily(deadline), behind)).missed).toMatchObject([
    { pipeline: 'daily', deadline: missedAt },
  ]);
  const ended = [going('r-00000000', { state: 'success', finishedAt: '2026-03-02T06:59:00.000Z' })];
  expect(
    (await look('08:00:00', daily(deadline), { ...served, active: [active('r-00000000')] }, ended)).missed,
  ).toEqual([]);
  const paused = { paused: { by: 'ana', at: due } };
  expect((await look('08:00:00', daily(deadline), { ...behind, ...paused })).missed).toEqual([]);
});

test('what is due and has not begun stands still, whatever its catch-up would pass over', async () => {
  const { looked } = await look('12:00:00', daily({ catchup: 'latest' }), behind);
  expect(looked).toMatchObject({ at: '2026-03-02T12:00:00.000Z', pipelines: ['daily'], unjudged: [] });
  expect(looked.stalled).toMatchObject([{ pipeline: 'daily', due, facts: { file: 'pipelines/test.yml' } }]);
  expect((await look('12:00:00', daily(), served)).looked.stalled).toEqual([]);
});

test('the last look is also for runs that nobody works on', async () => {
  const elsewhere = (run: string, lease: string) => active(run, { host: 'there', lease });
  const entries = [
    elsewhere('r-00000001', 'h-lives'),
    elsewhere('r-00000002', 'h-gone'),
    elsewhere('r-00000003', 'h-perhaps'),
    active('r-00000004', { host: 'there', lease: 'h-lives', interrupted: true }),
  ];
  const runs = entries.map(({ run }) => going(run));
  const state = { ...served, active: entries };
  const early = await look('06:00:00', daily(), state, runs);
  expect(early.looked).toMatchObject({ stalled: [], unjudged: entries.map(({ run }) => run) });
  const { looked } = await look('06:00:00', daily(), state, runs, true);
  expect(looked.stalled.map(({ run }) => run)).toEqual(['r-00000002', 'r-00000004']);
  expect(looked.unjudged).toEqual(['r-00000003']);
});

test('a run that was handed over waits from then on when a job could go on with it, and its deadline with it', async () => {
  const resumesAt = '2026-03-02T06:30:00.000Z';
  const run = 'r-00000001';
  const entry = active(run, { host: 'there', lease: 'h-lives', interrupted: true, resumesAt });
  const cancelled = { why: 'interrupt', by: 'segue', resumesAt } as const;
  const runs = [going(run, { state: 'cancelled', cancelled, finishedAt: '2026-03-02T05:30:00.000Z' })];
  const at = (time: string) => look(time, daily(deadline), { ...served, active: [entry] }, runs, true);
  expect((await at('06:29:59')).looked).toMatchObject({ stalled: [], unjudged: [] });
  const late = await at('07:01:00');
  expect(late.looked.stalled).toMatchObject([{ run, due: resumesAt }]);
  expect(late.missed).toMatchObject([{ run, deadline: missedAt }]);
});
