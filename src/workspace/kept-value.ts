import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ifExists } from '../store/local-file.ts';

/**
 * The plain data that was kept under this key; nothing if it was another one, or was cut off. What it is the caller has to know:
 * the key holds all that its shape depends on.
 */
export function readKept(file: string, key: string): unknown {
  const content = ifExists(() => readFileSync(file, 'utf8')) ?? '';
  const end = content.indexOf('\n');
  const text = content.slice(end + 1);
  return end >= 0 && content.slice(0, end) === headOf(key, text) ? JSON.parse(text) : undefined;
}

/** Best effort: without it the next command only takes longer. */
export function keep(file: string, key: string, value: unknown, nonce: string): void {
  const text = JSON.stringify(value);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.${nonce}`, `${headOf(key, text)}\n${text}`);
    renameSync(`${file}.${nonce}`, file);
  } catch {
    return;
  }
}

function headOf(key: string, text: string): string {
  return `${key} ${createHash('sha256').update(text).digest('hex')}`;
}
