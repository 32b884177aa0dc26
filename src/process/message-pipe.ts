import type { Duplex } from 'node:stream';

/** No message is that large; a peer that sends one is broken. In UTF-16 units. */
export const longestMessage = 64 * 1024 * 1024;

/** So many bytes may wait for a slow reader before `isFull`. */
const fullBytes = 1024 * 1024;

export interface PipeListener<Received> {
  message(message: Received): void;
  /** The other side is gone. Comes once, last. */
  end(): void;
}

/**
 * Messages between two processes, one JSON text a line. Those of one tick are written together. A peer that is gone is told
 * by `end`; what is sent to it is dropped. Both sides are the same version of Segue, so messages are taken as they come.
 */
export class MessagePipe<Sent, Received> {
  readonly #stream: Duplex;
  readonly #listener: PipeListener<Received>;
  #unsent: string[] = [];
  #unfinished: string[] = [];
  #unfinishedLength = 0;
  #hasEnded = false;

  constructor(stream: Duplex, listener: PipeListener<Received>) {
    this.#stream = stream;
    this.#listener = listener;
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => this.#receive(text));
    // What went wrong does not matter: `close` follows.
    stream.on('error', () => {});
    stream.on('end', () => this.#end());
    stream.on('close', () => this.#end());
  }

  send(message: Sent): void {
    if (this.#unsent.length === 0) queueMicrotask(() => this.#flush());
    this.#unsent.push(JSON.stringify(message));
  }

  /** The other side reads more slowly than this one writes. */
  get isFull(): boolean {
    return this.#stream.writableLength > fullBytes;
  }

  /** Calls back once all that waited has been written. */
  onceEmpty(callback: () => void): void {
    this.#stream.once('drain', callback);
  }

  #flush(): void {
    const text = `${this.#unsent.join('\n')}\n`;
    this.#unsent = [];
    if (this.#stream.writable) this.#stream.write(text);
  }

  #receive(text: string): void {
    const last = text.lastIndexOf('\n');
    if (last === -1) {
      this.#keep(text);
      return;
    }
    const whole = this.#unfinished.join('') + text.slice(0, last);
    this.#unfinished = [];
    this.#unfinishedLength = 0;
    this.#keep(text.slice(last + 1));
    for (const line of whole.split('\n')) this.#listener.message(JSON.parse(line));
  }

  #keep(text: string): void {
    if (text === '') return;
    this.#unfinished.push(text);
    this.#unfinishedLength += text.length;
    if (this.#unfinishedLength > longestMessage) this.#stream.destroy();
  }

  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#listener.end();
  }
}
