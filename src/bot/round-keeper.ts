import type { Clock } from '../run/ports.ts';
import type { Job } from './job.ts';
import type { RepositoryAddress } from './repository-address.ts';
import type { Round } from './rounds.ts';

export interface RoundKeeperOptions {
  readonly clock: Pick<Clock, 'after'>;
  readonly rounds: readonly Round[];
  readonly offer: (job: Job) => unknown;
}

/** Puts each round's job into the queue again and again, for each repository that is known. */
export class RoundKeeper {
  readonly #options: RoundKeeperOptions;
  #repositories: readonly RepositoryAddress[] = [];
  /** Absent until the first repositories are known. */
  #cancels: readonly (() => void)[] | undefined;

  constructor(options: RoundKeeperOptions) {
    this.#options = options;
  }

  /** Where the rounds lead from now on. The first time all of them begin at once. */
  knows(repositories: readonly RepositoryAddress[]): void {
    this.#repositories = repositories;
    this.#cancels ??= this.#options.rounds.map((round) => this.#begin(round));
  }

  stop(): void {
    for (const cancel of this.#cancels ?? []) cancel();
    this.#cancels = [];
  }

  #begin(round: Round): () => void {
    const { clock, offer } = this.#options;
    let cancel: () => void = () => undefined;
    const go = (): void => {
      cancel = clock.after(round.everyMs, go);
      for (const at of this.#repositories) offer({ ...round.job(at), inBackground: true });
    };
    go();
    return () => cancel();
  }
}
