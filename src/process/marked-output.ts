/**
 * A stream that goes on from task to task, cut where marks stand: one is written after a task has ended, so all that stands before
 * it was written by then. Marks are a secret, their number from 1 on, and a dot. What may be the beginning of the next mark is
 * held back until it is known.
 */
export class MarkedOutput {
  readonly #secret: string;
  readonly #onData: (chunk: Buffer) => void;
  readonly #onMark: () => void;
  #marks = 0;
  #next: Buffer;
  #held: Buffer | undefined;

  constructor(secret: string, onData: (chunk: Buffer) => void, onMark: () => void) {
    this.#secret = secret;
    this.#onData = onData;
    this.#onMark = onMark;
    this.#next = this.#mark(1);
  }

  /** How many were seen. */
  get marks(): number {
    return this.#marks;
  }

  push(chunk: Buffer): void {
    let bytes = this.#held === undefined ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = undefined;
    for (let at = bytes.indexOf(this.#next); at >= 0; at = bytes.indexOf(this.#next)) {
      this.#give(bytes.subarray(0, at));
      bytes = bytes.subarray(at + this.#next.length);
      this.#marks++;
      this.#next = this.#mark(this.#marks + 1);
      this.#onMark();
    }
    if (bytes.length > 0) this.#hold(bytes, beginsAt(bytes, this.#next));
  }

  #mark(number: number): Buffer {
    return Buffer.from(`${this.#secret}${number}.`);
  }

  #hold(bytes: Buffer, from: number): void {
    this.#give(bytes.subarray(0, from));
    if (from < bytes.length) this.#held = bytes.subarray(from);
  }

  #give(bytes: Buffer): void {
    if (bytes.length > 0) this.#onData(bytes);
  }
}

/** Where the longest end of `bytes` starts that is a beginning of `mark`; their length if there is none. */
function beginsAt(bytes: Buffer, mark: Buffer): number {
  for (let at = Math.max(0, bytes.length - mark.length + 1); at < bytes.length; at++) {
    if (bytes[at] === mark[0] && mark.subarray(0, bytes.length - at).equals(bytes.subarray(at))) return at;
  }
  return bytes.length;
}
