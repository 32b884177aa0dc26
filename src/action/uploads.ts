import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Variables } from '../process/environment.ts';
import type { Clock } from '../run/ports.ts';
import type { UploadAnswer, UploadWork } from './upload-thread.ts';

export interface UploadsOptions {
  /** The file of this program: the thread runs it too. */
  readonly entry: string;
  /** Of the job: where the service of artifacts is, and a token for it. */
  readonly variables: Variables;
  readonly clock: Pick<Clock, 'after'>;
}

/** How long one upload may take, and for each MiB of it: a gigabyte has a quarter of an hour more, since it is packed, too. */
const uploadMs = 5 * 60_000;
const mibMs = 1_000;

interface Waiting {
  readonly settle: (failure: string | undefined) => void;
}

/** Uploads in a thread of its own, which starts with the first one and keeps the process alive until it is closed. */
export class Uploads {
  readonly #options: UploadsOptions;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | undefined;
  #count = 0;

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  /** Why it was not kept, or undefined if it was. */
  async upload(work: Omit<UploadWork, 'id'>): Promise<string | undefined> {
    this.#count += 1;
    const id = this.#count;
    const thread = this.#thread ?? this.#start();
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(limitMs(work.files), () => this.#end('it took too long'));
      const settle = (failure: string | undefined): void => {
        cancel();
        this.#waiting.delete(id);
        resolve(failure);
      };
      this.#waiting.set(id, { settle });
      thread.postMessage({ ...work, id } satisfies UploadWork);
    });
  }

  /** What is under way is given up. */
  close(): void {
    this.#end('it was given up');
  }

  #start(): Worker {
    const { entry, variables } = this.#options;
    // What it prints is kept from the job's log, where it would be taken for words of Segue.
    const thread = new Worker(entry, { env: { ...variables }, stdout: true, stderr: true });
    thread.on('message', ({ id, failure }: UploadAnswer) => this.#waiting.get(id)?.settle(failure));
    // One that was given up may still break or end; by then another may work in its place.
    const isOver = (why: string): void => {
      if (this.#thread === thread) this.#end(why);
    };
    thread.on('error', (error) => isOver(error instanceof Error ? error.message : String(error)));
    thread.on('exit', () => isOver('its thread ended'));
    this.#thread = thread;
    return thread;
  }

  /** Whatever goes wrong outside of a single upload ends all; the next one starts anew. */
  #end(why: string): void {
    const thread = this.#thread;
    this.#thread = undefined;
    for (const { settle } of [...this.#waiting.values()]) settle(why);
    void thread?.terminate();
  }
}

function limitMs(files: readonly string[]): number {
  const bytes = files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
  return uploadMs + (bytes / 2 ** 20) * mibMs;
}
