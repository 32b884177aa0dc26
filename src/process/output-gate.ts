import type { Readable } from 'node:stream';

/** Holds the output of all tasks back while whoever is told of it is slow: they wait in their writes, nothing piles up. */
export class OutputGate {
  readonly #streams = new Set<Readable>();
  #isShut = false;

  add(stream: Readable): void {
    this.#streams.add(stream);
    stream.once('close', () => this.#streams.delete(stream));
    if (this.#isShut) stream.pause();
  }

  get isShut(): boolean {
    return this.#isShut;
  }

  shut(): void {
    this.#isShut = true;
    for (const stream of this.#streams) stream.pause();
  }

  open(): void {
    this.#isShut = false;
    for (const stream of this.#streams) stream.resume();
  }
}
