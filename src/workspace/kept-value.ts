import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The plain data that was kept under this key; nothing if it was another one, was cut off, or cannot be read. What it is the caller
 * has to know: the key holds all that its shape depends on.
 */
export function readKept(file: string, key: string): unknown {
  const content = textOf(file);
  const end = content.indexOf('\n');
  const text = content.slice(end + 1);
  return end >= 0 && content.slice(0, end) === headOf(key, text) ? JSON.parse(text) : undefined;
}

/** Best effort: without it the next command only takes longer. */
export function keep(file: string, key: string, value: unknown, nonce: string): void {
  const text = JSON.stringify(value);
  const draft = `${file}.${nonce}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, `${headOf(key, text)}\n${text}`);
    renameSync(draft, file);
  } catch {
    discard(draft);
  }
}

function discard(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // A folder that cannot be written to.
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Perhaps it is somebody else's: it only spares work.
    return '';
  }
}

function headOf(key: string, text: string): string {
  return `${key} ${createHash('sha256').update(text).digest('hex')}`;
}
