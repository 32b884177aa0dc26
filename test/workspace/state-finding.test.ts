import { expect, test } from 'vitest';
import { DocumentState } from '../../src/store/documents/document-state.ts';
import { MemoryDocuments } from '../../src/store/documents/memory-documents.ts';
import { poolRef, runPath, stateRef } from '../../src/store/names.ts';
import { stateFindings } from '../../src/workspace/state-finding.ts';
import { countedChance, stoppedClock, store } from '../store/state-fixture.ts';
import { second } from '../support/builders.ts';

const now = () => second(3_600);
const ref = stateRef('production', 'a');

/** Some pipelines that have run, and a way to write what nobody should. */
async function stateOf(pipelines: readonly string[]) {
  const documents = new MemoryDocuments();
  const state = new DocumentState({ documents, clock: stoppedClock, chance: countedChance() });
  for (const pipeline of pipelines) await store(state, 'production', pipeline, 'r-1');
  const write = async (at: string, path: string, text: string | undefined): Promise<void> => {
    const edits = new Map([[path, text]]);
    await documents.commit({ ref: at, parent: await documents.head(at), edits, message: 'By hand' });
  };
  return { documents, write };
}

test('says nothing where there is no state, and that a sound one is sound', async () => {
  expect(await stateFindings(new MemoryDocuments(), now)).toEqual([]);
  const { documents } = await stateOf(['a', 'b']);
  expect(await stateFindings(documents, now)).toEqual([{ about: 'state', state: 'ok', message: 'the state is sound' }]);
});

test('names what is damaged, and how to go back; what is only odd comes after it', async () => {
  const { documents, write } = await stateOf(['a', 'b']);
  await write(ref, 'notes.txt', 'mine');
  await write(stateRef('production', 'b'), runPath('r-1'), undefined);
  const [error, odd, ...more] = await stateFindings(documents, now);
  const damagedRef = stateRef('production', 'b');
  expect(error).toMatchObject({
    state: 'error',
    message: `${damagedRef}:runs.json r-1 is listed, but has no readable document`,
    help: expect.stringMatching(/^git log of that ref .* git update-ref goes back to it/),
  });
  expect(odd).toMatchObject({ state: 'warning', message: `${ref}:notes.txt is no document of Segue` });
  expect(more).toEqual([]);
});

test('looks at what processes share, too', async () => {
  const { documents, write } = await stateOf([]);
  await write(poolRef('production', 'crm'), 'pool.json', '{');
  expect(await stateFindings(documents, now)).toMatchObject([{ about: 'state', state: 'error' }]);
});

test('shows no more than a person reads, and says how much it has left out', async () => {
  const { documents, write } = await stateOf(['a']);
  for (const each of ['1', '2', '3', '4', '5', '6', '7']) await write(ref, `${each}.txt`, 'mine');
  const findings = await stateFindings(documents, now);
  expect(findings).toHaveLength(6);
  expect(findings.at(-1)).toMatchObject({ state: 'warning', message: 'there is more to say of it: 2 findings' });
});

test('looks at no more pipelines than a person waits for, and says so', async () => {
  const { documents } = await stateOf(Array.from({ length: 101 }, (_, index) => `p${index}`));
  expect(await stateFindings(documents, now)).toMatchObject([
    { state: 'ok', message: 'the state is sound' },
    { state: 'ok', message: 'only 100 of 101 pipelines were looked at', help: 'segue state fsck looks at all.' },
  ]);
});
