import { closeSync, openSync, readSync } from 'node:fs';

const blockBytes = 64 * 1024;

/** Reads a log that may still grow: each call gives the whole lines that have come since the last one. */
export class LogReader {
  readonly #path: string;
  readonly #decoder = new TextDecoder();
  #offset = 0;
  #rest = '';

  constructor(path: string) {
    this.#path = path;
  }

  /** False as long as there is no file: an attempt that prints nothing has none. */
  get found(): boolean {
    return this.#offset > 0;
  }

  /** Calls back for each whole line; memory stays small however long the log is. */
  read(onLine: (line: string) => void): void {
    const descriptor = openIfThere(this.#path);
    if (descriptor === undefined) return;
    const block = Buffer.alloc(blockBytes);
    try {
      for (;;) {
        const count = readSync(descriptor, block, 0, blockBytes, this.#offset);
        if (count === 0) return;
        this.#offset += count;
        const lines = (this.#rest + this.#decoder.decode(block.subarray(0, count), { stream: true })).split('\n');
        this.#rest = lines.pop() ?? '';
        for (const line of lines) onLine(line.replace(/\r$/, ''));
      }
    } finally {
      closeSync(descriptor);
    }
  }

  /** The log has ended: what stands after the last line end is a line too. */
  end(onLine: (line: string) => void): void {
    this.read(onLine);
    const rest = this.#rest + this.#decoder.decode();
    this.#rest = '';
    if (rest !== '') onLine(rest);
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
