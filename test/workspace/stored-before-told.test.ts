import { expect, test } from 'vitest';
import type { RunDocument } from '../../src/run/document.ts';
import { DocumentState } from '../../src/store/documents/document-state.ts';
import type { DocumentCommit } from '../../src/store/documents/documents.ts';
import { MemoryDocuments } from '../../src/store/documents/memory-documents.ts';
import type { Office } from '../../src/workspace/office.ts';
import { cancelRun } from '../../src/workspace/run/cancel-run.ts';
import { markTask } from '../../src/workspace/run/mark-task.ts';
import { attemptOf, documentOf, recordOf } from '../support/documents.ts';
import { LeapingClock } from '../support/leaping-clock.ts';

/** An office without a clone, and what it stores: with `now` others can see it before anybody is told that it is done. */
async function office(document: RunDocument) {
  const clock = new LeapingClock();
  const chance = {
    fraction: () => 0.5,
    letters: (count: number) => 'a'.repeat(count),
    hex: (count: number) => 'a'.repeat(2 * count),
  };
  const commits: DocumentCommit[] = [];
  const documents = new MemoryDocuments();
  const commit = documents.commit.bind(documents);
  documents.commit = (each) => {
    commits.push(each);
    return commit(each);
  };
  const state = new DocumentState({ documents, clock, chance });
  const { environment, pipeline } = document;
  await state.update(environment, pipeline, { action: 'start', by: 'test' }, ({ state: before }) => ({
    state: before,
    runs: [document],
  }));
  const machine = { place: 'app', host: 'app', pid: 1, cores: 1, user: 'ana' };
  const lease = { judge: async () => new Map() };
  const all = { environment, state, clock, randomness: chance, machine, lease, variables: {}, refresh: async () => [] };
  return { office: all as unknown as Office, newest: () => commits.at(-1) };
}

test('a mark is with all others before anybody is told that it is done', async () => {
  const tasks = { load: recordOf('failed', [attemptOf(1, 'failed')]) };
  const { office: place, newest } = await office(documentOf(tasks, { state: 'failed', environment: 'production' }));
  await markTask(place, { run: 'r-test0000', task: 'load', state: 'success', reason: 'by hand' });
  expect(newest()).toMatchObject({ push: 'now' });
  expect([...(newest()?.edits.values() ?? [])].join('')).toContain('by hand');
});

test('who marks once more after a lost answer has marked once', async () => {
  const tasks = { load: recordOf('failed', [attemptOf(1, 'failed')]) };
  const { office: place, newest } = await office(documentOf(tasks, { state: 'failed', environment: 'production' }));
  const mark = () => markTask(place, { run: 'r-test0000', task: 'load', state: 'success', reason: 'by hand' });
  await mark();
  const first = newest();
  expect((await mark()).actions).toHaveLength(1);
  expect(newest()).toBe(first);
});

test('two who mark tasks of a run at the same time lose nothing of what the other has said', async () => {
  const failed = () => recordOf('failed', [attemptOf(1, 'failed')]);
  const tasks = { load: failed(), publish: failed() };
  const { office: place } = await office(documentOf(tasks, { state: 'failed', environment: 'production' }));
  const mark = (task: string) => markTask(place, { run: 'r-test0000', task, state: 'success', reason: 'by hand' });
  await Promise.all([mark('load'), mark('publish')]);
  const stored = await place.state.run('production', 'test', 'r-test0000');
  expect(stored).toMatchObject({
    state: 'success',
    tasks: { load: { mark: { reason: 'by hand' } }, publish: { mark: { reason: 'by hand' } } },
    actions: [{ kind: 'mark' }, { kind: 'mark' }],
  });
});

test('the end of a run that nobody works on is so, too', async () => {
  const tasks = { load: recordOf('running', [attemptOf(1)]) };
  const { office: place, newest } = await office(documentOf(tasks, { environment: 'production' }));
  expect(await cancelRun(place, { run: 'r-test0000', reason: 'wrong day' })).toMatchObject({ how: 'ended' });
  expect(newest()).toMatchObject({ push: 'now' });
});
