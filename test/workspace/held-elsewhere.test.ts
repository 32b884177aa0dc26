import { expect, test } from 'vitest';
import { liveClock } from '../../src/process/clock.ts';
import type { RunDocument } from '../../src/run/document.ts';
import type { LeaseVerdict } from '../../src/run/leases.ts';
import type { ActiveRun, PipelineState } from '../../src/run/ports.ts';
import { type OpenWorkspace, openWorkspace } from '../../src/workspace/open-workspace.ts';
import { cancelRun } from '../../src/workspace/run/cancel-run.ts';
import { completeRun } from '../../src/workspace/run/claim.ts';
import { resumeRun } from '../../src/workspace/run/resume-run.ts';
import type { HowToGoOn } from '../../src/workspace/run/run-request.ts';
import { type Place, placeWith } from '../support/cli-place.ts';
import { plainEnvironment } from '../support/scratch-repository.ts';

/** How long is waited until a lease is looked at again. */
const lookMs = 10_000;
const load = 'owner: me\ndescription: d\nmax-active-runs: 2\ntasks: { load: { run: echo, artifacts: none } }\n';
const change = { action: 'start', by: 'test' } as const;
const alive: LeaseVerdict = { kind: 'alive' };
const unknown: LeaseVerdict = { kind: 'unknown', watchMs: 315_000 };
const dead: LeaseVerdict = { kind: 'dead', why: 'silent' };

interface World {
  readonly place: Place;
  readonly workspace: OpenWorkspace;
  readonly run: string;
  /** The state now. */
  readonly state: () => Promise<PipelineState>;
  readonly write: (more: Partial<PipelineState>, runs?: readonly RunDocument[]) => Promise<unknown>;
  readonly resume: (how?: HowToGoOn) => Promise<RunDocument>;
  /** Notices. */
  readonly told: string[];
  readonly document: RunDocument;
}

const elsewhere = (run: string, more: Partial<ActiveRun> = {}): ActiveRun => ({
  run,
  claimedAt: '2026-03-02T12:00:00.000Z',
  host: 'build-7:abcdefgh',
  pid: 312,
  lease: 'h-abcdefghijkl',
  ...more,
});

/** A run that has not begun, claimed by a process elsewhere. Each look at its lease tells the next of the verdicts. */
async function heldRun(verdicts: readonly LeaseVerdict[]): Promise<World> {
  const place = placeWith({ load });
  await place.segue('run', 'load');
  const live = liveClock();
  const after = (ms: number, callback: () => void) => live.after(ms === lookMs ? 1 : ms, callback);
  const clock = { ...live, after };
  const options = { environment: 'local', clock, variables: plainEnvironment, pid: process.pid };
  const workspace = await openWorkspace({ ...options, cwd: place.root });
  const { selection: _, finishedAt: __, ...ended } = await place.status();
  const tasks = Object.entries(ended.tasks).map(
    ([id, task]) => [id, { ...task, state: 'none', attempts: [] }] as const,
  );
  const document: RunDocument = { ...ended, state: 'running', tasks: Object.fromEntries(tasks) };
  const write: World['write'] = (more, runs = []) =>
    workspace.state.update('local', 'load', change, ({ state }) => ({ state: { ...state, ...more }, runs }));
  const left = [...verdicts];
  Object.defineProperty(workspace.lease, 'judge', {
    value: async (holders: readonly string[]) =>
      new Map(holders.map((holder) => [holder, left.shift() ?? expect.fail('it was looked at once more')])),
  });
  const { run } = document;
  await write({ active: [elsewhere(run)] }, [document]);
  const told: string[] = [];
  const progress = (event: { event: string; message?: string }) => {
    if (event.event === 'notice') told.push(event.message ?? '');
  };
  const resume: World['resume'] = (how = {}) => resumeRun(workspace, run, how, { progress });
  return { place, workspace, run, state: () => workspace.state.state('local', 'load'), write, resume, told, document };
}

test('a run whose holder lives is refused, and stays as it was', async () => {
  const { place, run, state, resume } = await heldRun([alive]);
  const before = place.git('for-each-ref', 'refs/segue');
  await expect(resume()).rejects.toMatchObject({
    code: 'SG726',
    message: `Run ${run} is held by process 312 on build-7:abcdefgh, since 2026-03-02 12:00:00 UTC; that one has shown that it lives.`,
    help: expect.stringContaining('--take-over'),
  });
  expect(place.git('for-each-ref', 'refs/segue')).toBe(before);
  expect((await state()).active).toEqual([elsewhere(run)]);
});

test('while nobody can tell it waits, says so once, and goes on when the holder is known to be dead', async () => {
  const { resume, told } = await heldRun([unknown, unknown, dead]);
  expect(await resume()).toMatchObject({ state: 'success' });
  expect(told).toEqual([
    expect.stringMatching(/is held by process 312 on build-7.* certain in 5 min 15 s at most: waiting/),
  ]);
});

test('what the holder has ended while somebody waited is not run again', async () => {
  const { workspace, resume, write, document, state } = await heldRun([unknown]);
  Object.defineProperty(workspace, 'refresh', {
    value: () => write({ active: [] }, [{ ...document, state: 'failed', finishedAt: '2026-03-02T12:05:00.000Z' }]),
  });
  await expect(resume()).rejects.toMatchObject({ code: 'SG713', message: expect.stringContaining('it ended failed') });
  expect((await state()).active).toEqual([]);
});

test('a person who knows better takes over at once, and the history says from whom', async () => {
  const { place, resume, run } = await heldRun([unknown]);
  expect(await resume({ takeOver: true })).toMatchObject({ state: 'success' });
  const { stdout } = await place.segue('history', 'load', '--env', 'local', '--json');
  expect(stdout).toContain('taken over by hand from process 312 on build-7:abcdefgh: its lease had not run out');
  expect((await place.status(run)).actions).toMatchObject([{ kind: 'resume', reason: expect.stringContaining('312') }]);
});

test.each<[string, (run: string) => Partial<PipelineState>]>([
  ['claimed by another', (run) => ({ active: [elsewhere(run, { pid: 313, lease: 'h-zzzzzzzzzzzz' })] })],
  ['given up by its holder', () => ({ active: [] })],
])('a run that was %s after it was judged is left alone', async (_, changed) => {
  const { workspace, resume, run, write, state } = await heldRun([dead]);
  const update = workspace.state.update.bind(workspace.state);
  let isFirst = true;
  const late: typeof update = async (...args) => {
    const isOurs = isFirst;
    isFirst = false;
    if (isOurs) await write(changed(run));
    return update(...args);
  };
  Object.defineProperty(workspace.state, 'update', { value: late });
  await expect(resume()).rejects.toMatchObject({ code: 'SG726' });
  expect((await state()).active).toEqual(changed(run).active);
});

test('a dead process of this very clone is known by its lock: no lease is looked at', async () => {
  const { workspace, resume, run, write } = await heldRun([]);
  await write({ active: [elsewhere(run, { host: workspace.machine.place })] });
  expect(await resume()).toMatchObject({ state: 'success' });
});

test('without an id a run that lives elsewhere is passed over', async () => {
  const { workspace, document } = await heldRun([alive, alive]);
  const progress = () => {};
  await expect(resumeRun(workspace, undefined, {}, { progress })).rejects.toMatchObject({ code: 'SG726' });
  const other = { ...document, run: 'r-00000000', createdAt: '2020-01-01T00:00:00.000Z' };
  await workspace.state.update('local', 'load', change, ({ state }) => ({ state, runs: [other] }));
  expect(await resumeRun(workspace, undefined, {}, { progress })).toMatchObject({ run: other.run, state: 'success' });
});

test('cancel does not wait, and ends no run that may go on elsewhere', async () => {
  const { workspace, run, state } = await heldRun([unknown, alive, dead]);
  const message = expect.stringContaining('whether that one still lives is certain in 5 min 15 s at most');
  await expect(cancelRun(workspace, { run })).rejects.toMatchObject({ code: 'SG726', message });
  await expect(cancelRun(workspace, { run })).rejects.toMatchObject({ code: 'SG726' });
  expect((await state()).active).toEqual([elsewhere(run)]);
  expect(await cancelRun(workspace, { run })).toMatchObject({ how: 'ended' });
  expect((await state()).active).toEqual([]);
});

test('who was taken over and ends later changes nothing of the end that the other one has stored', async () => {
  const { workspace, run, write, document, place } = await heldRun([]);
  const finishedAt = '2026-03-02T12:05:00.000Z';
  await write({ active: [] }, [{ ...document, state: 'failed', finishedAt }]);
  await completeRun(workspace, { ...document, state: 'success', finishedAt: '2026-03-02T12:06:00.000Z' }, finishedAt);
  expect(await place.status(run)).toMatchObject({ state: 'failed', finishedAt });
});
