import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface LogFileLimits {
  /** Kept from the start. */
  readonly headBytes: number;
  /** Kept from the end; held in memory until the attempt is over, once the head is full. */
  readonly tailBytes: number;
}

/**
 * A log on disk with a bound: the head is written as it comes, of the rest the end is kept. The file is made with the
 * first byte. A disk that refuses (full, read-only) never stops the task: `failure` says why, what follows is dropped.
 */
export class LogFile {
  readonly #path: string;
  readonly #limits: LogFileLimits;
  #descriptor: number | undefined;
  #headLeft: number;
  #tail: Buffer | undefined;
  /** Bytes that have gone by since the head was full. */
  #tailSeen = 0;
  #written = 0;
  bytes = 0;
  failure: Error | undefined;

  constructor(path: string, limits: LogFileLimits) {
    this.#path = path;
    this.#limits = limits;
    this.#headLeft = limits.headBytes;
  }

  /** Bytes of the output that are not in the file. */
  get dropped(): number {
    return this.bytes - this.#written;
  }

  write(block: Buffer): void {
    this.bytes += block.length;
    const head = block.subarray(0, this.#headLeft);
    if (head.length > 0) this.#append(head, head.length);
    this.#headLeft -= head.length;
    if (head.length < block.length) this.#remember(block.subarray(head.length));
  }

  /** Writes the kept end. A gap is marked where it is, with its size. */
  close(): void {
    if (this.#tail !== undefined) {
      const kept = this.#rememberedEnd(this.#tail);
      const gap = this.#tailSeen - kept.length;
      if (gap > 0) this.#append(Buffer.from(`\n[segue: ${gap} bytes of output are left out here]\n`), 0);
      this.#append(kept, kept.length);
    }
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #append(bytes: Buffer, ofOutput: number): void {
    if (this.failure !== undefined) return;
    try {
      this.#descriptor ??= this.#open();
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#descriptor, bytes, done);
      this.#written += ofOutput;
    } catch (error) {
      this.failure = error as Error;
    }
  }

  #open(): number {
    mkdirSync(dirname(this.#path), { recursive: true });
    return openSync(this.#path, 'w', 0o600);
  }

  /** The ring is copied into, since blocks share large buffers that they would keep alive. */
  #remember(bytes: Buffer): void {
    const size = this.#limits.tailBytes;
    this.#tail ??= Buffer.alloc(size);
    const last = bytes.subarray(Math.max(0, bytes.length - size));
    const start = (this.#tailSeen + bytes.length - last.length) % size;
    const fits = last.subarray(0, size - start);
    fits.copy(this.#tail, start);
    last.copy(this.#tail, 0, fits.length);
    this.#tailSeen += bytes.length;
  }

  /** From the first whole line on, if anything was lost. */
  #rememberedEnd(ring: Buffer): Buffer {
    if (this.#tailSeen <= ring.length) return ring.subarray(0, this.#tailSeen);
    const start = this.#tailSeen % ring.length;
    const end = Buffer.concat([ring.subarray(start), ring.subarray(0, start)]);
    return end.subarray(end.indexOf(0x0a) + 1);
  }
}
