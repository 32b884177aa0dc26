import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JournalEntry } from '../../src/run/ports.ts';
import { openJournal, readJournal, removeJournal } from '../../src/store/local/local-journal.ts';
import { decodeJournal, encodeEntry } from '../../src/store/local/local-journal-codec.ts';
import { listJournals } from '../../src/store/local/local-journal-list.ts';
import { journalFile, type RunKey } from '../../src/store/local/local-layout.ts';
import { documentOf, recordOf } from '../support/documents.ts';
import { scratchFolder } from '../support/scratch-repository.ts';
import fc from '../support/seeded-fast-check.ts';

const key: RunKey = { environment: 'local', pipeline: 'finance/daily-close', run: 'r-test0000' };
const begun: JournalEntry = {
  kind: 'document',
  document: documentOf({ a: recordOf('none') }, { pipeline: key.pipeline }),
};

describe('a journal', () => {
  test('gives back what was appended, to any reader, before it is closed', async () => {
    const folder = scratchFolder();
    const { journal, before } = openJournal(folder, key);
    const entries = [begun, taskEntry('a'), taskEntry('größe\n\u2028"')];
    for (const entry of entries) journal.append(entry);
    expect(before.entries).toEqual([]);
    expect(readJournal(folder, key)).toMatchObject({ entries, end: 'whole' });
    await journal.close();
  });

  test('goes on where it was left', async () => {
    const folder = scratchFolder();
    await write(folder, [begun]);
    const { journal, before } = openJournal(folder, key);
    expect(before.entries).toEqual([begun]);
    journal.append(taskEntry('a'));
    await journal.close();
    expect(readJournal(folder, key)?.entries).toEqual([begun, taskEntry('a')]);
  });

  test('loses only the record that its writer died in, wherever it was cut', async () => {
    const folder = scratchFolder();
    const entries = [begun, taskEntry('a'), taskEntry('b')];
    await write(folder, entries);
    const file = journalFile(folder, key);
    const whole = readFileSync(file);
    const lastStart = whole.length - encodeEntry(taskEntry('b')).length;
    for (let length = lastStart; length < whole.length; length += 1) {
      writeFileSync(file, whole.subarray(0, length));
      const { journal, before } = openJournal(folder, key);
      expect(before.entries).toEqual(entries.slice(0, 2));
      journal.append(taskEntry('c'));
      await journal.close();
      expect(readJournal(folder, key)).toMatchObject({
        entries: [begun, taskEntry('a'), taskEntry('c')],
        end: 'whole',
      });
    }
  });

  test('stops at a record that was altered, and says so', async () => {
    const folder = scratchFolder();
    await write(folder, [begun, taskEntry('a'), taskEntry('b')]);
    const file = journalFile(folder, key);
    const altered = readFileSync(file, 'utf8').replace('"task":"a"', '"task":"x"');
    writeFileSync(file, altered);
    expect(readJournal(folder, key)).toMatchObject({ entries: [begun], end: 'damaged' });
  });

  test('is none until something was appended, and none after it was removed', async () => {
    const folder = scratchFolder();
    expect(readJournal(folder, key)).toBeUndefined();
    removeJournal(folder, key);
    await write(folder, [begun]);
    removeJournal(folder, key);
    expect(readJournal(folder, key)).toBeUndefined();
    expect(listJournals(folder)).toEqual([]);
  });

  test('shares one sync among all that wait for it', async () => {
    const folder = scratchFolder();
    const { journal } = openJournal(folder, key);
    journal.append(begun);
    const first = journal.flush();
    journal.append(taskEntry('a'));
    expect(journal.flush()).toBe(journal.flush());
    await Promise.all([first, journal.flush()]);
    await journal.close();
    await expect(journal.flush()).resolves.toBeUndefined();
  });

  test('refuses to be written where nothing can be', () => {
    const folder = scratchFolder();
    writeFileSync(`${folder}/journal`, 'a file where the folder should be');
    expect(() => openJournal(folder, key)).toThrow();
  });
});

describe('any bytes', () => {
  test('are read without a throw, up to the first record that is not sound', () => {
    fc.assert(
      fc.property(fc.nat({ max: 5 }), fc.uint8Array(), (count, rubbish) => {
        const entries = Array.from({ length: count }, (_, index) => taskEntry(`t${index}`));
        const sound = Buffer.concat(entries.map(encodeEntry));
        const content = decodeJournal(Buffer.concat([sound, rubbish]));
        expect(content.entries).toEqual(entries);
        expect(content.soundBytes).toBe(sound.length);
        expect(content.end === 'whole').toBe(rubbish.length === 0);
      }),
    );
  });
});

describe('the list of journals', () => {
  test('names runs of pipelines that nest, differ by case or have other letters', async () => {
    const folder = scratchFolder();
    const pipelines = ['a', 'A', 'a/b', 'größe', `${'long/'.repeat(30)}x`];
    for (const [index, pipeline] of pipelines.entries()) {
      const run = `r-test000${index}`;
      await write(folder, [{ kind: 'document', document: documentOf({}, { pipeline, run }) }], {
        ...key,
        pipeline,
        run,
      });
    }
    const listed = listJournals(folder);
    expect(listed.map((found) => found.pipeline).sort()).toEqual([...pipelines].sort());
    for (const found of listed) expect(readJournal(folder, found)?.entries).toHaveLength(1);
  });

  test('leaves out a journal in which nothing had begun', async () => {
    const folder = scratchFolder();
    await write(folder, [begun]);
    truncateSync(journalFile(folder, key), 20);
    expect(listJournals(folder)).toEqual([]);
  });

  test('reads first records of any size', async () => {
    const folder = scratchFolder();
    const tasks = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`task-${index}`, recordOf('none')]));
    await write(folder, [{ kind: 'document', document: documentOf(tasks, { pipeline: key.pipeline }) }]);
    appendFileSync(journalFile(folder, key), 'torn');
    expect(statSync(journalFile(folder, key)).size).toBeGreaterThan(200_000);
    expect(listJournals(folder)).toEqual([key]);
  });
});

function taskEntry(task: string): JournalEntry {
  return { kind: 'task', task, record: recordOf('success') };
}

async function write(folder: string, entries: readonly JournalEntry[], where = key): Promise<void> {
  const { journal } = openJournal(folder, where);
  for (const entry of entries) journal.append(entry);
  await journal.close();
}
