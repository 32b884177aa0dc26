import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { ifExists } from './local-file.ts';
import { decodeJournal } from './local-journal-codec.ts';
import type { RunKey } from './local-layout.ts';

/**
 * The runs that have a journal here: those under way, those that were interrupted, and those whose end could not be
 * stored yet. Sorted by file name. A journal without a sound first record is left out: nothing had begun.
 */
export function listJournals(segueDir: string): readonly RunKey[] {
  const folder = join(segueDir, 'journal');
  const files = ifExists(() => readdirSync(folder, { recursive: true, encoding: 'utf8' })) ?? [];
  const journals = files.filter((file) => file.endsWith('.journal')).sort();
  return journals.flatMap((file) => keyOf(join(folder, file)) ?? []);
}

/** The first record names the run; the rest is not read. */
function keyOf(file: string): RunKey | undefined {
  const first = decodeJournal(readFirstLine(file)).entries[0];
  if (first === undefined || first.kind === 'task') return undefined;
  const { environment, pipeline, run } = first.document;
  return { environment, pipeline, run };
}

function readFirstLine(file: string): Buffer {
  return ifExists(() => readLine(file)) ?? Buffer.alloc(0);
}

function readLine(file: string): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const chunks: Buffer[] = [];
    for (;;) {
      const chunk = Buffer.alloc(64 * 1024);
      const read = readSync(descriptor, chunk);
      const lineEnd = chunk.indexOf(0x0a);
      chunks.push(chunk.subarray(0, lineEnd === -1 ? read : lineEnd + 1));
      if (read === 0 || lineEnd !== -1) return Buffer.concat(chunks);
    }
  } finally {
    closeSync(descriptor);
  }
}
