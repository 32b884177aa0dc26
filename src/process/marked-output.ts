/**
 * A stream that goes on from task to task, cut where a mark stands: the mark is written after a task has ended, so all that
 * stands before it was written by then. What may be the beginning of a mark is held back until it is known.
 */
export class MarkedOutput {
  readonly #onData: (chunk: Buffer) => void;
  readonly #onMark: () => void;
  #mark: Buffer | undefined;
  #held: Buffer | undefined;

  constructor(onData: (chunk: Buffer) => void, onMark: () => void) {
    this.#onData = onData;
    this.#onMark = onMark;
  }

  /** From now on this is looked for, once. */
  expect(mark: Buffer): void {
    this.#mark = mark;
  }

  push(chunk: Buffer): void {
    const bytes = this.#held === undefined ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = undefined;
    const mark = this.#mark;
    const at = mark === undefined ? -1 : bytes.indexOf(mark);
    if (mark === undefined) this.#give(bytes);
    else if (at < 0) this.#hold(bytes, beginsAt(bytes, mark));
    else this.#cut(bytes, at, mark);
  }

  #hold(bytes: Buffer, from: number): void {
    this.#give(bytes.subarray(0, from));
    if (from < bytes.length) this.#held = bytes.subarray(from);
  }

  #cut(bytes: Buffer, at: number, mark: Buffer): void {
    this.#mark = undefined;
    this.#give(bytes.subarray(0, at));
    this.#onMark();
    this.#give(bytes.subarray(at + mark.length));
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
