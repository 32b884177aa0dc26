import { describe, expect, test } from 'vitest';
import { DocumentState } from '../../src/store/documents/document-state.ts';
import type { Edits } from '../../src/store/documents/documents.ts';
import { MemoryDocuments } from '../../src/store/documents/memory-documents.ts';
import { runPath, stateRef } from '../../src/store/names.ts';
import { checkState } from '../../src/store/upkeep/state-check.ts';
import { exportState, showState } from '../../src/store/upkeep/state-export.ts';
import { second } from '../support/builders.ts';
import { runOf } from './state-documents.ts';
import { countedChance, putEntry, stoppedClock, store } from './state-fixture.ts';

const ref = stateRef('production', 'a');
const now = second(3_600);

/** A sound state of two pipelines, and a way to break it by hand. */
async function soundState() {
  const documents = new MemoryDocuments();
  const state = new DocumentState({ documents, clock: stoppedClock, chance: countedChance(), keepRuns: 2 });
  for (const run of ['r-1', 'r-2', 'r-3']) await store(state, 'production', 'a', run);
  await state.update('production', 'a', putEntry, () => ({ durations: { load: { recentMs: [5] } } }));
  await state.update('production', 'b', putEntry, ({ state: current }) => ({
    state: { ...current, active: [{ run: 'r-9', claimedAt: second(1), host: 'here', pid: 7 }] },
    runs: [runOf('production', 'b', 'r-9')],
  }));
  async function tamper(edits: Edits, at = ref): Promise<void> {
    await documents.commit({ ref: at, parent: await documents.head(at), edits, message: 'By hand' });
  }
  async function edit(path: string, from: string, to: string): Promise<void> {
    const text = (await documents.read((await documents.head(ref)) ?? '', path)) ?? '';
    expect(text).toContain(from);
    await tamper(new Map([[path, text.replace(from, to)]]));
  }
  return { documents, state, tamper, edit };
}

describe('fsck', () => {
  test('finds nothing in a sound state', async () => {
    const { documents } = await soundState();
    expect(await checkState(documents, now)).toEqual([]);
  });

  test('finds a run that is listed and gone', async () => {
    const { documents, tamper } = await soundState();
    await tamper(new Map([[runPath('r-1'), undefined]]));
    expect(await checkState(documents, now)).toEqual([
      { severity: 'error', ref, path: 'runs.json', message: 'r-1 is listed, but has no readable document' },
    ]);
  });

  test('finds a pipeline that names other runs as its newest than the list does', async () => {
    const { documents, edit } = await soundState();
    await edit('pipeline.json', '"run": "r-1"', '"run": "r-2"');
    expect(await checkState(documents, now)).toEqual([
      { severity: 'warning', ref, path: 'pipeline.json', message: 'does not name the newest runs of runs.json' },
    ]);
  });

  test('finds no more than that a list is damaged, where it is', async () => {
    const { documents, tamper } = await soundState();
    await tamper(new Map([['runs.json', '{}']]));
    expect(await checkState(documents, now)).toMatchObject([{ severity: 'error', ref, path: 'runs.json' }]);
  });

  test('finds a document that nothing lists, and one that is none of ours', async () => {
    const { documents, state, tamper } = await soundState();
    const stray = await state.run('production', 'a', 'r-1');
    await tamper(
      new Map([
        [runPath('r-7'), JSON.stringify({ ...stray, run: 'r-7' })],
        ['evil.sh', 'rm -rf /'],
      ]),
    );
    expect(await checkState(documents, now)).toEqual([
      { severity: 'warning', ref, path: 'evil.sh', message: 'is no document of Segue' },
      { severity: 'warning', ref, path: runPath('r-7'), message: 'is not listed' },
    ]);
  });

  test('finds documents that cannot be read, and goes on', async () => {
    const { documents, edit, tamper } = await soundState();
    await edit(runPath('r-1'), '"version": 1', '"version": 2');
    await tamper(new Map([['pipeline.json', '{}']]), stateRef('production', 'b'));
    const findings = await checkState(documents, now);
    expect(findings.map(({ severity, path }) => [severity, path])).toEqual([
      ['error', runPath('r-1')],
      ['error', 'runs.json'],
      ['error', 'pipeline.json'],
    ]);
  });

  test('finds a state under the name of another', async () => {
    const { documents, edit } = await soundState();
    await edit('pipeline.json', '"pipeline": "a"', '"pipeline": "b"');
    const [finding] = await checkState(documents, now);
    expect(finding).toMatchObject({ severity: 'error', ref, path: 'pipeline.json' });
    expect(finding?.message).toContain(stateRef('production', 'b'));
  });

  test('finds claims that cannot be', async () => {
    const { documents, edit } = await soundState();
    const claim = `{"run": "r-2", "claimedAt": "${second(9_000)}", "host": "h", "pid": 7}`;
    await edit('pipeline.json', '"active": []', `"active": [${claim}]`);
    const findings = await checkState(documents, now);
    expect(findings.map(({ message }) => message)).toEqual([
      'r-2 is active, but success',
      `r-2 was claimed in the future, at ${second(9_000)}`,
    ]);
  });

  test('finds a schedule that cannot be', async () => {
    const { documents, edit } = await soundState();
    const [early, late] = [second(1), second(9_000)];
    const note = `{"from": "${late}", "to": "${early}", "count": 1, "why": "catchup", "at": "${early}"}`;
    const paused = `{"by": "ana", "at": "${late}"}`;
    await edit(
      'pipeline.json',
      '"active": []',
      `"active": [], "cursor": "${late}", "paused": ${paused}, "dropped": [${note}]`,
    );
    const findings = await checkState(documents, now);
    expect(findings.map(({ severity, message }) => [severity, message])).toEqual([
      ['warning', `the schedule is served up to ${late}, in the future`],
      ['warning', `it was paused in the future, at ${late}`],
      ['warning', `intervals from ${late} to ${early} are noted as dropped, but end before they begin`],
    ]);
  });

  test('finds a ref that is no state', async () => {
    const { documents, tamper } = await soundState();
    await tamper(new Map([['x', 'y']]), 'refs/segue/production/strange/ref');
    const findings = await checkState(documents, now);
    expect(findings).toMatchObject([{ severity: 'error', ref: 'refs/segue/production/strange/ref' }]);
  });
});

test('an export holds every document as a line of JSON, and what is damaged as a problem', async () => {
  const { documents, tamper } = await soundState();
  await tamper(new Map([[runPath('r-1'), 'garbage']]));
  const lines: unknown[] = [];
  for await (const line of exportState(documents)) {
    expect(line.endsWith('\n')).toBe(true);
    lines.push(JSON.parse(line));
  }
  expect(lines).toMatchObject([
    { kind: 'durations', pipeline: 'a', document: { tasks: { load: { recentMs: [5] } } } },
    { kind: 'history', pipeline: 'a', document: { month: '2026-03', states: { success: 1 } } },
    {
      kind: 'pipeline',
      environment: 'production',
      pipeline: 'a',
      document: { latest: [{ run: 'r-1' }] },
    },
    { kind: 'runs', environment: 'production', pipeline: 'a', document: { runs: [{ run: 'r-1' }, { run: 'r-2' }] } },
    { kind: 'problem', ref, path: runPath('r-1') },
    { kind: 'run', pipeline: 'a', document: { run: 'r-2', state: 'success' } },
    { kind: 'pipeline', pipeline: 'b' },
    { kind: 'runs', pipeline: 'b' },
    { kind: 'run', pipeline: 'b', document: { run: 'r-9', state: 'running' } },
  ]);
});

test('an overview has one entry for each ref, damaged ones too', async () => {
  const { documents, tamper } = await soundState();
  await tamper(new Map([['pipeline.json', '{"pipeline":"a"}']]));
  expect(await showState(documents)).toMatchObject([
    { ref, runs: 0, problem: expect.stringContaining('damaged') },
    { environment: 'production', pipeline: 'b', runs: 1, active: ['r-9'] },
  ]);
});
