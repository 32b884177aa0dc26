import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '../run/ports.ts';

const running = new AsyncLocalStorage<AbortSignal>();

/** It did not end in its time. */
export const overTime = Symbol('over time');

/**
 * One try to do something at GitHub, with an end: when its time is over, or it is given up, nobody waits for it any more, and nothing that it
 * asks from then on goes out. To GitHub it is the same as a process that has died at that point, so whatever heals that heals this.
 */
export class Try<T> {
  readonly ended: Promise<T | typeof overTime>;
  readonly #end = new AbortController();

  /** Begins at once. */
  constructor(clock: Pick<Clock, 'after'>, limitMs: number, work: () => Promise<T>) {
    const { signal } = this.#end;
    const given = new Promise<typeof overTime>((resolve) => {
      signal.addEventListener('abort', () => resolve(overTime));
    });
    const cancel = clock.after(limitMs, () => this.giveUp());
    this.ended = Promise.race([running.run(signal, work), given]).finally(cancel);
  }

  giveUp(): void {
    this.#end.abort(new Error('it took too long, and was given up'));
  }
}

/** Sends what is asked only as long as the try goes on in which it is asked. */
export function fetchInTry(send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const over = running.getStore();
    if (over === undefined) return send(input, init);
    over.throwIfAborted();
    return send(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, over]) : over });
  };
}
