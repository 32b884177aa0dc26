import { limits } from '../model/limits.ts';
import type { LogSize } from '../run/document.ts';
import { LineSplitter } from './line-splitter.ts';
import { cutLine, plainLine } from './line-text.ts';
import { LogFile, type LogFileLimits } from './log-file.ts';
import type { Masker } from './mask.ts';

export type OutputStream = 'stdout' | 'stderr';

export interface LogLimits extends LogFileLimits {
  /** Of one line as people see it, in bytes; the file has it whole. */
  readonly lineBytes: number;
  /** The last lines of a failed attempt that its record keeps. */
  readonly tailLines: number;
  /** Of one of those, in UTF-16 units. */
  readonly tailLineLength: number;
}

export const defaultLogLimits: LogLimits = {
  headBytes: limits.logStart,
  tailBytes: limits.logEnd,
  lineBytes: 16 * 1024,
  tailLines: 40,
  tailLineLength: 400,
};

export interface AttemptLogOptions {
  readonly path: string;
  readonly limits: LogLimits;
  readonly masker: Masker;
  readonly onLine: (stream: OutputStream, text: string) => void;
}

/**
 * All that becomes of an attempt's output: masked, in a bounded file, line by line to whoever watches, and the last lines.
 * Lines of both streams stand in the file in the order in which they were finished.
 */
export class AttemptLog {
  readonly #options: AttemptLogOptions;
  readonly #file: LogFile;
  readonly #splitters: Partial<Record<OutputStream, LineSplitter>> = {};
  readonly #lastLines: string[] = [];
  #hasToldFailure = false;

  constructor(options: AttemptLogOptions) {
    this.#options = options;
    this.#file = new LogFile(options.path, options.limits);
  }

  push(stream: OutputStream, chunk: Buffer): void {
    this.#splitters[stream] ??= this.#splitter(stream);
    this.#splitters[stream].push(chunk);
  }

  /** A line of Segue's own, in the log and to whoever watches. */
  notice(message: string): void {
    const line = `segue: ${message}`;
    this.#file.write(Buffer.from(`${line}\n`));
    this.#show('stderr', line);
  }

  /** Must come once, last; `undefined` if there was no output. Last lines are given for failed attempts. */
  end(failed: boolean): LogSize | undefined {
    this.#splitters.stdout?.end();
    this.#splitters.stderr?.end();
    if (this.#file.bytes === 0) return undefined;
    this.#file.close();
    this.#tellFailure();
    const size = { bytes: this.#file.bytes, dropped: this.#file.dropped };
    return failed ? { ...size, tail: this.#tail() } : size;
  }

  #splitter(stream: OutputStream): LineSplitter {
    const sink = { block: (bytes: Buffer) => this.#write(bytes), line: (text: string) => this.#show(stream, text) };
    return new LineSplitter(this.#options.masker, sink, this.#options.limits.lineBytes);
  }

  #write(bytes: Buffer): void {
    this.#file.write(bytes);
    this.#tellFailure();
  }

  #tellFailure(): void {
    const { failure } = this.#file;
    if (failure === undefined || this.#hasToldFailure) return;
    this.#hasToldFailure = true;
    this.#show('stderr', `segue: the log is incomplete from here on, the task goes on: ${failure.message}`);
  }

  #show(stream: OutputStream, text: string): void {
    this.#lastLines.push(text);
    if (this.#lastLines.length > this.#options.limits.tailLines) this.#lastLines.shift();
    this.#options.onLine(stream, text);
  }

  #tail(): readonly string[] {
    return this.#lastLines.map((line) => cutLine(plainLine(line), this.#options.limits.tailLineLength));
  }
}
