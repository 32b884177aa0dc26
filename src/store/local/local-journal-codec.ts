import { crc32 } from 'node:zlib';
import type { JournalEntry } from '../../run/ports.ts';

/** Entries of a journal, and where the sound part of it ends. */
export interface JournalContent {
  readonly entries: readonly JournalEntry[];
  /** Bytes up to the end of the last sound record. */
  readonly soundBytes: number;
  /** `torn`: the writer died in the middle of the last record. `damaged`: a whole record does not match its checksum. */
  readonly end: 'whole' | 'torn' | 'damaged';
}

/** One record is one line: the CRC-32 of the text as eight hexadecimal digits, a space, the entry as JSON. */
export function encodeEntry(entry: JournalEntry): Buffer {
  const text = JSON.stringify(entry);
  const sum = crc32(text).toString(16).padStart(8, '0');
  return Buffer.from(`${sum} ${text}\n`);
}

/** Reads records up to the first that is not sound; what comes after that one is not trusted. */
export function decodeJournal(bytes: Buffer): JournalContent {
  const entries: JournalEntry[] = [];
  let at = 0;
  while (at < bytes.length) {
    const lineEnd = bytes.indexOf(0x0a, at);
    if (lineEnd === -1) return { entries, soundBytes: at, end: 'torn' };
    const entry = decodeLine(bytes.subarray(at, lineEnd));
    if (entry === undefined) {
      const last = lineEnd === bytes.length - 1;
      return { entries, soundBytes: at, end: last ? 'torn' : 'damaged' };
    }
    entries.push(entry);
    at = lineEnd + 1;
  }
  return { entries, soundBytes: at, end: 'whole' };
}

const sumLength = 8;

function decodeLine(line: Buffer): JournalEntry | undefined {
  const text = line.subarray(sumLength + 1);
  const sum = Number.parseInt(line.toString('latin1', 0, sumLength), 16);
  if (line[sumLength] !== 0x20 || sum !== crc32(text)) return undefined;
  try {
    const entry: unknown = JSON.parse(text.toString());
    return isEntry(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** The checksum vouches for the writer, so the shape is checked no deeper than a reader needs to dispatch. */
function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  return value.kind === 'task' || value.kind === 'document' || value.kind === 'end';
}
