import { colouredLine, markCut, plainLine } from './line-text.ts';
import type { Masker, MaskStream } from './mask.ts';

export interface LineSink {
  /** Masked bytes for the log: whole lines with their ends, or parts of a line that is longer than the bound. */
  block(bytes: Buffer): void;
  /** One line for people: masked, without its end, bounded, without control characters but colours. */
  line(text: string): void;
}

const newline = 0x0a;
const escapeByte = 0x1b;

/** Turns one stream of output into masked blocks and lines. Holds at most one unfinished line, up to the bound. */
export class LineSplitter {
  readonly #masker: Masker;
  readonly #mask: MaskStream;
  readonly #sink: LineSink;
  readonly #longest: number;
  #unfinished: Buffer[] = [];
  #unfinishedBytes = 0;
  /** The start of the line is already out; what follows of it goes to the log alone. */
  #isCut = false;

  /** `longest`: bytes of a line that people see. */
  constructor(masker: Masker, sink: LineSink, longest: number) {
    this.#masker = masker;
    this.#mask = masker.stream();
    this.#sink = sink;
    this.#longest = longest;
  }

  push(chunk: Buffer): void {
    this.#take(this.#mask.push(chunk));
  }

  end(): void {
    this.#take(this.#mask.end());
    if (this.#unfinishedBytes > 0) this.#flush(true);
  }

  #take(bytes: Buffer): void {
    if (bytes.length === 0) return;
    const rest = bytes.lastIndexOf(newline) + 1;
    if (rest > 0) {
      this.#keep(bytes.subarray(0, rest));
      this.#flush(true);
    }
    if (rest < bytes.length) this.#keep(bytes.subarray(rest));
    if (this.#unfinishedBytes > this.#longest) this.#flush(false);
  }

  #keep(bytes: Buffer): void {
    this.#unfinished.push(bytes);
    this.#unfinishedBytes += bytes.length;
  }

  #flush(isWhole: boolean): void {
    const [first] = this.#unfinished;
    const bytes = this.#unfinished.length === 1 && first !== undefined ? first : Buffer.concat(this.#unfinished);
    this.#unfinished = [];
    this.#unfinishedBytes = 0;
    const text = bytes.toString();
    const lines = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
    this.#sink.block(this.#hasHidden(bytes, lines) ? this.#unhide(text) : bytes);
    if (this.#isCut) lines.shift();
    for (const line of lines) this.#sink.line(this.#forPeople(line, isWhole));
    this.#isCut = !isWhole;
  }

  #forPeople(raw: string, isWhole: boolean): string {
    const plain = plainLine(raw);
    const shown = plain === raw ? raw : this.#masked(colouredLine(raw));
    if (isWhole && shown.length <= this.#longest) return shown;
    return markCut(plainLine(shown).slice(0, this.#longest));
  }

  /** A secret may show only once colours or other control characters inside of it are gone. */
  #masked(line: string): string {
    const plain = plainLine(line);
    return this.#masker.contains(plain) ? this.#masker.mask(plain) : line;
  }

  #hasHidden(bytes: Buffer, lines: readonly string[]): boolean {
    if (this.#masker.isEmpty || !bytes.includes(escapeByte)) return false;
    return lines.some((line) => this.#masker.contains(plainLine(line)));
  }

  #unhide(text: string): Buffer {
    return Buffer.from(
      text
        .split('\n')
        .map((line) => this.#masked(line))
        .join('\n'),
    );
  }
}
