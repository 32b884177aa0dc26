import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ifExists } from '../../store/local/local-file.ts';
import type { ResultStore } from '../../validate/cache.ts';

/** Results of validation, in one file below Segue's folder. What was not asked for since it was opened is dropped. */
export class FileResultStore implements ResultStore {
  readonly #file: string;
  readonly #known: ReadonlyMap<string, string>;
  readonly #used = new Map<string, string>();

  constructor(segueDir: string) {
    this.#file = join(segueDir, 'cache', 'validation.json');
    this.#known = readResults(this.#file);
  }

  get(key: string): string | undefined {
    const value = this.#used.get(key) ?? this.#known.get(key);
    if (value !== undefined) this.#used.set(key, value);
    return value;
  }

  put(key: string, value: string): void {
    this.#used.set(key, value);
  }

  /** Best effort: without it the next command only takes longer. */
  save(nonce: string): void {
    if ([...this.#used.keys()].every((key) => this.#known.has(key)) && this.#used.size === this.#known.size) return;
    try {
      mkdirSync(dirname(this.#file), { recursive: true });
      writeFileSync(`${this.#file}.${nonce}`, JSON.stringify(Object.fromEntries(this.#used)));
      renameSync(`${this.#file}.${nonce}`, this.#file);
    } catch {
      return;
    }
  }
}

function readResults(file: string): ReadonlyMap<string, string> {
  const text = ifExists(() => readFileSync(file, 'utf8')) ?? '{}';
  try {
    const value: unknown = JSON.parse(text);
    const entries = Object.entries(typeof value === 'object' && value !== null ? value : {});
    return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return new Map();
  }
}
