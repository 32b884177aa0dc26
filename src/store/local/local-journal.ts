import {
  closeSync,
  fdatasync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { Problem } from '../../diagnostic/problem.ts';
import type { Journal, JournalEntry } from '../../run/ports.ts';
import { coalesce } from '../push/coalesce.ts';
import { ifExists, throwFileProblem } from './local-file.ts';
import { decodeJournal, encodeEntry, type JournalContent } from './local-journal-codec.ts';
import { journalFile, type RunKey } from './local-layout.ts';

/** A journal grows no larger: some 50 bytes an attempt of each of 10,000 tasks, retried 20 times, with room to spare. */
export const journalBytes = 1024 * 1024 * 1024;

export interface OpenedJournal {
  readonly journal: Journal;
  /** What it held before; a torn or damaged end has been cut off. */
  readonly before: JournalContent;
}

/**
 * Opens a run's journal for writing, and makes it if there is none. Only the holder of the run's lock may do so.
 *
 * @throws {Problem} SG604 read-only, SG605 full disk, SG653 too large.
 */
export function openJournal(segueDir: string, key: RunKey): OpenedJournal {
  const file = journalFile(segueDir, key);
  try {
    mkdirSync(dirname(file), { recursive: true });
    const before = ifExists(() => decodeJournal(readFileSync(file)));
    const descriptor = openSync(file, 'a');
    if (before !== undefined && before.end !== 'whole') ftruncateSync(descriptor, before.soundBytes);
    const journal = new LocalJournal(file, descriptor, before?.soundBytes ?? 0);
    return { journal, before: before ?? { entries: [], soundBytes: 0, end: 'whole' } };
  } catch (error) {
    return throwFileProblem(error);
  }
}

/** What a run's journal holds, or undefined if it has none. Safe while another process writes to it. */
export function readJournal(segueDir: string, key: RunKey): JournalContent | undefined {
  return ifExists(() => decodeJournal(readFileSync(journalFile(segueDir, key))));
}

/** Forgets a run's journal. To be done when its last document is safe elsewhere. */
export function removeJournal(segueDir: string, key: RunKey): void {
  rmSync(journalFile(segueDir, key), { force: true });
}

const syncData = promisify(fdatasync);

class LocalJournal implements Journal {
  readonly #file: string;
  readonly #descriptor: number;
  #bytes: number;
  #syncedBytes = 0;
  #torn = false;
  #isNew: boolean;
  readonly #flush = coalesce(() => this.#sync());

  constructor(file: string, descriptor: number, bytes: number) {
    this.#file = file;
    this.#descriptor = descriptor;
    this.#bytes = bytes;
    this.#isNew = bytes === 0;
  }

  append(entry: JournalEntry): void {
    const record = encodeEntry(entry);
    if (this.#bytes + record.length > journalBytes) throw tooLarge(this.#file);
    try {
      if (this.#torn) this.#cut();
      this.#write(record);
    } catch (error) {
      throwFileProblem(error);
    }
    this.#bytes += record.length;
  }

  flush(): Promise<void> {
    return this.#flush();
  }

  /** One that was removed meanwhile has nothing left to keep. */
  async close(): Promise<void> {
    try {
      if (fstatSync(this.#descriptor).nlink > 0) await this.flush();
    } finally {
      closeSync(this.#descriptor);
    }
  }

  /** A disk that fills up may take half a record: it is cut off, so that later ones stay readable. */
  #write(record: Buffer): void {
    try {
      let written = 0;
      while (written < record.length) written += writeSync(this.#descriptor, record, written);
    } catch (error) {
      this.#torn = true;
      this.#cut();
      throw error;
    }
  }

  #cut(): void {
    ftruncateSync(this.#descriptor, this.#bytes);
    this.#torn = false;
  }

  async #sync(): Promise<void> {
    const bytes = this.#bytes;
    if (bytes === this.#syncedBytes) return;
    try {
      await syncData(this.#descriptor);
      if (this.#isNew) await syncFolder(dirname(this.#file));
    } catch (error) {
      throwFileProblem(error);
    }
    this.#isNew = false;
    this.#syncedBytes = bytes;
  }
}

/** Without this the file's name may not outlive a power cut, though its bytes do. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function tooLarge(file: string): Problem {
  return new Problem(
    'SG653',
    `The journal of this run has reached its bound of ${journalBytes / 1024 / 1024 / 1024} GiB: ${file}`,
    'Cancel the run and start it anew, with smaller outputs.',
  );
}
