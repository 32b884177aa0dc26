import { Problem } from '../diagnostic/problem.ts';
import type { Clock } from '../run/ports.ts';

const pausesMs = [2_000, 6_000];

/**
 * Asks a remote again that did not answer. A person repeats a command; in a job nobody does, and a forge's fault of a moment
 * would end it red and cost a whole wake-up.
 *
 * @throws {Problem} what `ask` throws; SG609 after the last try.
 */
export async function patiently<T>(clock: Pick<Clock, 'after'>, ask: () => Promise<T>): Promise<T> {
  for (const ms of pausesMs) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'SG609') throw error;
      await new Promise<void>((resolve) => void clock.after(ms, resolve));
    }
  }
  return ask();
}
