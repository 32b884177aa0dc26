import { expect, test } from 'vitest';
import { Problem } from '../../../src/diagnostic/problem.ts';
import type { CommitFiles } from '../../../src/review/pull-change.ts';
import type { Attempt } from '../../../src/run/document.ts';
import type { PipelineState, StateReader, StateView } from '../../../src/run/ports.ts';
import { memoryState } from '../../../src/store/documents/memory.ts';
import type { StateMoment } from '../../../src/workspace/forge/state-moment.ts';
import { readPast } from '../../../src/workspace/review/read-past.ts';
import { countedChance, putEntry, stoppedClock } from '../../store/state-fixture.ts';
import { attemptOf, documentOf, recordOf } from '../../support/documents.ts';

const cursor = '2026-03-01T05:00:00.000Z';
const folder = 'pipelines';

/** A commit in which these pipelines differ from the other. */
function sideOf(ids: readonly string[]): CommitFiles {
  const paths = ids.map((id) => `${folder}/${id}.yml`);
  return {
    name: 'main',
    commit: 'c'.repeat(40),
    files: paths.map((file) => ({ file, content: 'tasks: {}\n' })),
    digests: new Map(paths.map((path, at) => [path, String(at)])),
  };
}

function store() {
  const state = memoryState({ clock: stoppedClock, chance: countedChance() });
  const put = (id: string, more: Partial<PipelineState>) =>
    state.update('production', id, putEntry, (view) => ({
      state: { ...view.state, ...more },
      runs: [documentOf({ x: recordOf('success') }, { run: 'r-earlier0', pipeline: id, environment: 'production' })],
    }));
  return { state, put };
}

/** What a forge gives of a state, and of what it was asked to get ready. */
function momentOf(state: StateReader, brings = true) {
  const brought: string[] = [];
  const bring: StateMoment['bring'] = async (environment, documents) => {
    brought.push(...documents.map(({ pipeline, path }) => `${environment} ${pipeline} ${path}`));
    return brings;
  };
  return { brought, open: async () => ({ state, bring }) };
}

const ask = (state: StateReader, ids: readonly string[], brings?: boolean) =>
  readPast(momentOf(state, brings).open, sideOf([]), sideOf(ids), folder);

test('what is stored of the pipelines that change, and that nothing is stored of a new one', async () => {
  const { state, put } = store();
  await put('daily', { cursor });
  await put('other', { cursor });
  const { history, runs } = await ask(state, ['daily', 'new']);
  expect([...(history?.keys() ?? [])]).toEqual(['daily', 'new']);
  expect(history?.get('daily')).toMatchObject({ environment: 'production', hasState: true, cursor });
  expect(history?.get('new')).toEqual({ tasks: {}, environment: 'production', hasState: false });
  expect(runs).toEqual(new Map());
});

test('a state that cannot be read is no history, which is something else than none', async () => {
  const { state } = store();
  const broken = (error: Error) => ({ ...state, view: () => Promise.reject(error) }) as unknown as StateReader;
  expect(await readPast(undefined, sideOf([]), sideOf(['daily']), folder)).toEqual({});
  expect(await ask(broken(new Problem('SG609', 'GitHub does not answer', 'Wait.')), ['daily'])).toEqual({});
  await expect(ask(broken(new TypeError('a bug')), ['daily'])).rejects.toThrow('a bug');
});

test('one damaged state is named, and nothing is missing of the others', async () => {
  const { state, put } = store();
  for (const id of ['bad', 'daily', 'newer', 'torn']) await put(id, { cursor });
  const damage = new Problem('SG607', 'The stored state is damaged', 'Look.');
  const brokenViews: Record<string, (view: StateView) => StateView> = {
    bad: () => fail(damage),
    newer: () => fail(new Problem('SG606', 'A newer Segue', 'Update.')),
    torn: (view) => ({ ...view, durations: () => Promise.reject(damage) }),
  };
  const view: StateReader['view'] = async (environment, id) =>
    (brokenViews[id] ?? ((whole) => whole))(await state.view(environment, id));
  const past = await ask({ ...reader(state), view }, ['bad', 'daily', 'newer', 'torn']);
  expect([...(past.history?.keys() ?? [])]).toEqual(['daily']);
  expect(past.illegible).toEqual(['bad', 'newer', 'torn']);
  expect(await ask(state, ['daily'])).not.toHaveProperty('illegible');
});

function fail(error: Error): never {
  throw error;
}

/** Its methods, free of the object. */
function reader(state: StateReader): StateReader {
  return Object.assign(Object.create(state), { environments: () => state.environments() });
}

test('runs are for those who plan a backfill', async () => {
  const { state, put } = store();
  await put('daily', { cursor });
  const changed = sideOf(['daily', 'march.backfill']);
  const text = 'pipeline: daily\nreason: x\n';
  const files = changed.files.map((each) => (each.file.includes('march') ? { ...each, content: text } : each));
  const { runs } = await readPast(momentOf(state).open, sideOf([]), { ...changed, files }, folder);
  expect(runs?.get('daily')).toMatchObject({ runs: [{ run: 'r-earlier0' }], newestGeneration: 0 });
});

test('of a thousand pipelines each is known, and a few are looked into for how often they fail', async () => {
  const { state, put } = store();
  await put('p7', { cursor });
  const { open, brought } = momentOf(state);
  const ids = Array.from({ length: 1_000 }, (_, at) => `p${at}`);
  const { history } = await readPast(open, sideOf([]), sideOf(ids), folder);
  expect(history?.size).toBe(1_000);
  expect(history?.get('p7')).toMatchObject({ cursor, hasState: true });
  expect(brought.filter((each) => each.endsWith(' pipeline.json'))).toHaveLength(1_000);
});

test('where nothing can be brought at once, of more pipelines than can be asked about one by one nothing is known', async () => {
  const { state } = store();
  const ids = Array.from({ length: 61 }, (_, at) => `p${at}`);
  expect(await ask(state, ids, false)).toEqual({});
  expect((await ask(state, ids.slice(1), false)).history?.size).toBe(60);
});

test('how often tasks fail is asked of the newest whole runs that have ended, by what came to an end of its own', async () => {
  const { state } = store();
  const nights: readonly (readonly Attempt['state'][])[] = [
    ['failed', 'success'],
    ['success'],
    ['lost', 'success'],
    ['failed', 'failed'],
    ['failed'],
  ];
  for (const [night, states] of nights.entries()) {
    const attempts = states.map((each, at) => attemptOf(at + 1, each));
    const at = `2026-03-0${night + 1}T05:00:00.000Z`;
    const document = documentOf(
      { load: recordOf('success', attempts) },
      {
        ...{ run: `r-night${night}`, pipeline: 'daily', environment: 'production', createdAt: at },
        ...{ state: 'success', finishedAt: at },
        // Somebody has tried one task by hand.
        ...(night === 4 ? { selection: { only: ['load'] } } : {}),
      },
    );
    await state.update('production', 'daily', putEntry, (view) => ({
      state: { ...view.state, cursor },
      runs: [document],
      durations: { load: { recentMs: [600_000] } },
    }));
  }
  const { history } = await ask(state, ['daily']);
  expect(history?.get('daily')).toMatchObject({
    lookedInto: 4,
    tasks: { load: { medianMs: 600_000, attempts: 1, failures: { failed: 3, attempts: 6 } } },
  });
});
