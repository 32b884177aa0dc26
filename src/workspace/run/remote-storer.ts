import { Problem } from '../../diagnostic/problem.ts';
import type { Execution } from '../../run/execute.ts';
import type { Clock } from '../../run/ports.ts';
import type { Workspace } from '../workspace.ts';
import type { Checkpointer, Saved } from './checkpointer.ts';

/** From one try to the next. */
const pauseMs = 15_000;
/** As long as a lease counts by default: without one that is renewed, tasks are ended after about that long, too. */
const patienceMs = 5 * 60_000;

export interface RemoteStorerOptions {
  readonly clock: Pick<Clock, 'after' | 'steady'>;
  /** Stores the newest state of a run, and resolves when the remote has it. */
  readonly store: () => Promise<Saved>;
  readonly notify: (message: string) => void;
  /** There is no hope left: ends the run. */
  readonly giveUp: (reason: string) => void;
}

/**
 * Brings what has ended to the remote before anything builds on it (`durability: strict`). While the remote is away or refuses, tasks
 * that run go on and nothing that waits starts.
 */
export class RemoteStorer {
  readonly #options: RemoteStorerOptions;
  readonly #timers = new Set<() => void>();
  #isClosed = false;
  /** When the first of all tries failed that have failed since the last success. */
  #failingSince: number | undefined;
  #hasGivenUp = false;

  constructor(options: RemoteStorerOptions) {
    this.#options = options;
  }

  /** Calls back when all that has ended by now is stored; never if it is closed before. */
  bring(stored: () => void): void {
    void this.#options.store().then(
      (saved) => this.#saved(saved, stored),
      (error: unknown) => this.#failed(error, stored),
    );
  }

  /** The run is over: nothing is tried again. */
  close(): void {
    this.#isClosed = true;
    for (const cancel of this.#timers) cancel();
  }

  #saved(saved: Saved, stored: () => void): void {
    if (this.#isClosed) return;
    if (saved === 'elsewhere') {
      this.#giveUp('Somebody else has gone on with the run.');
      return;
    }
    if (this.#failingSince !== undefined) this.#options.notify('The remote has what has ended here: the run goes on.');
    this.#failingSince = undefined;
    stored();
  }

  #failed(error: unknown, stored: () => void): void {
    if (this.#isClosed) return;
    const { clock, notify } = this.#options;
    const why = describe(error);
    if (this.#failingSince === undefined) notify(`${waits} ${why}`);
    this.#failingSince ??= clock.steady();
    if (clock.steady() - this.#failingSince >= patienceMs) {
      this.#giveUp(`The remote would not take what has ended here, and nothing may build on it. ${why}`);
      return;
    }
    const cancel = clock.after(pauseMs, () => {
      this.#timers.delete(cancel);
      this.bring(stored);
    });
    this.#timers.add(cancel);
  }

  #giveUp(reason: string): void {
    if (!this.#hasGivenUp) this.#options.giveUp(reason);
    this.#hasGivenUp = true;
  }
}

interface Storing {
  readonly checkpointer: Checkpointer;
  readonly notify: (message: string) => void;
  /** The run, once it has begun. */
  readonly execution: () => Execution | undefined;
}

export function storerOf(
  workspace: Pick<Workspace, 'clock' | 'delivered'>,
  pipeline: string,
  { checkpointer, notify, execution }: Storing,
): RemoteStorer {
  const store = async () => {
    const saved = await checkpointer.now(() => execution()?.current());
    if (saved === 'ours') await workspace.delivered(pipeline);
    return saved;
  };
  const giveUp = (reason: string) => execution()?.cancel({ why: 'interrupt', by: 'segue', reason });
  return new RemoteStorer({ clock: workspace.clock, store, notify, giveUp });
}

const waits =
  'Nothing starts that builds on what has ended here before the remote has it (durability: strict); tried every 15s, for 5 minutes.';

function describe(error: unknown): string {
  if (error instanceof Problem) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
