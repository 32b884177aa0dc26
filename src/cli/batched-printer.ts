import type { Clock } from '../run/ports.ts';
import type { Terminal } from './terminal.ts';

const windowMs = 25;

/**
 * Prints lines of a run at once when they come alone, together when they come thick: a write for each of thousands of lines
 * would slow the run down. Nothing waits longer than 25 ms.
 */
export class BatchedPrinter {
  readonly #terminal: Terminal;
  readonly #clock: Clock;
  #waiting: string[] = [];
  #cancelTimer: (() => void) | undefined;

  constructor(terminal: Terminal, clock: Clock) {
    this.#terminal = terminal;
    this.#clock = clock;
  }

  print(lines: readonly string[]): void {
    for (const line of lines) this.#waiting.push(line);
    if (this.#cancelTimer === undefined) this.#tick();
  }

  /** Prints what waits. To be called at the end. */
  flush(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#write();
  }

  #tick(): void {
    this.#cancelTimer = undefined;
    if (this.#waiting.length === 0) return;
    this.#write();
    this.#cancelTimer = this.#clock.after(windowMs, () => this.#tick());
  }

  #write(): void {
    const lines = this.#waiting;
    this.#waiting = [];
    if (lines.length > 0) this.#terminal.print(lines);
  }
}
