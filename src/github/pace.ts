import { forgeLimits } from '../report/forge/forge-limits.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;

/**
 * Says when a request may be sent, by a steady clock in milliseconds: not while GitHub has asked for silence, and writes no
 * faster than it advises. Only this process is known; what others spend, GitHub itself says by a limit.
 */
export class Pace {
  #silentUntil = 0;
  #limitsInARow = 0;
  /** When the writes of the last hour were sent, oldest first. */
  #writes: readonly number[] = [];

  get limitsInARow(): number {
    return this.#limitsInARow;
  }

  /** Milliseconds until a request may be sent; 0 if it may now. */
  wait(now: number, writes: boolean): number {
    const silent = this.#silentUntil - now;
    if (!writes) return Math.max(0, silent);
    const { writeGapMs, contentPerMinute, contentPerHour } = forgeLimits;
    const free = [
      (this.#writes.at(-1) ?? -writeGapMs) + writeGapMs,
      (this.#writes.at(-contentPerMinute) ?? -minuteMs) + minuteMs,
      (this.#writes.at(-contentPerHour) ?? -hourMs) + hourMs,
    ];
    return Math.max(0, silent, ...free.map((at) => at - now));
  }

  wrote(now: number): void {
    this.#writes = [...this.#writes.filter((at) => at > now - hourMs), now];
  }

  /** GitHub has spoken of a limit. */
  limited(): void {
    this.#limitsInARow += 1;
  }

  beSilent(now: number, ms: number): void {
    this.#silentUntil = Math.max(this.#silentUntil, now + ms);
  }

  /** GitHub has done what was asked. */
  answered(): void {
    this.#limitsInARow = 0;
  }
}
