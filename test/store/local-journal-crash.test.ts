import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import type { JournalEntry } from '../../src/run/ports.ts';
import { openJournal, readJournal } from '../../src/store/local/local-journal.ts';
import { journalFile, type RunKey } from '../../src/store/local/local-layout.ts';
import { documentOf, recordOf } from '../support/documents.ts';
import { scratchFolder } from '../support/scratch-repository.ts';
import { smallDisk } from '../support/small-disk.ts';

const key: RunKey = { environment: 'local', pipeline: 'test', run: 'r-test0000' };
const writer = join(import.meta.dirname, '../support/journal-writer.ts');

describe('a writer that is killed', () => {
  test('has lost nothing that it said was appended', async () => {
    const folder = scratchFolder();
    for (const lines of [1, 500, 5_000]) {
      const said = await runUntil(folder, lines);
      const content = readJournal(folder, key);
      expect(content?.end).not.toBe('damaged');
      const tasks = content?.entries.flatMap((entry) => (entry.kind === 'task' ? [entry.task] : [])) ?? [];
      expect(tasks.length).toBeGreaterThan(said);
      expect(tasks).toEqual(tasks.map((_, index) => `t${index}`));
      rmSync(journalFile(folder, key));
    }
  });
});

describe('a full disk', () => {
  test('costs the record that did not fit, and none before or after it', async ({ skip }) => {
    const folder = smallDisk() ?? skip('this user cannot mount a small disk');
    const { journal } = openJournal(folder, key);
    const begun: JournalEntry = { kind: 'document', document: documentOf() };
    journal.append(begun);
    const filler = join(folder, 'filler');
    writeFileSync(filler, Buffer.alloc(96 * 1024));
    const kept = fill(journal.append.bind(journal));
    const sizeWhenFull = statSync(journalFile(folder, key)).size;
    expect(readJournal(folder, key)).toEqual({ entries: [begun, ...kept], end: 'whole', soundBytes: sizeWhenFull });
    rmSync(filler);
    journal.append(taskEntry('after'));
    await journal.close();
    expect(readJournal(folder, key)?.entries).toEqual([begun, ...kept, taskEntry('after')]);
    expect(readFileSync(journalFile(folder, key), 'utf8').endsWith('\n')).toBe(true);
  });
});

/** Appends until the disk is full; what was taken. */
function fill(append: (entry: JournalEntry) => void): readonly JournalEntry[] {
  const kept: JournalEntry[] = [];
  for (;;) {
    const entry = taskEntry(`${kept.length}-${'x'.repeat(1_500)}`);
    try {
      append(entry);
    } catch (error) {
      expect(error).toMatchObject({ code: 'SG605' });
      return kept;
    }
    kept.push(entry);
  }
}

function taskEntry(task: string): JournalEntry {
  return { kind: 'task', task, record: recordOf('success') };
}

/** Starts a writer, kills it after so many lines, and gives the number on the last line that it got out. */
async function runUntil(folder: string, lines: number): Promise<number> {
  const child = spawn(process.execPath, [writer, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  let said = -1;
  for await (const line of createInterface({ input: child.stdout })) {
    said = Number(line);
    if (said + 1 === lines) child.kill('SIGKILL');
  }
  await closed;
  return said;
}
