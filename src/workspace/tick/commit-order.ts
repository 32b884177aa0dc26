import { runGit } from '../../store/git/git-process.ts';
import { type Clone, isInHistory, newestHead } from './head.ts';

/** Whether a tick's commit may follow others. Each is looked up once: commits do not change their history. */
export class CommitOrder {
  readonly #clone: Clone;
  readonly #commit: string;
  readonly #known = new Map<string, Promise<boolean>>();
  #head: Promise<string | undefined> | undefined;

  constructor(clone: Clone, commit: string) {
    this.#clone = clone;
    this.#commit = commit;
  }

  mayFollow(claimed: string): Promise<boolean> {
    const known = this.#known.get(claimed) ?? this.#lookUp(claimed);
    this.#known.set(claimed, known);
    return known;
  }

  /**
   * It may follow one that it builds on. One that history no longer has was taken out of the branch, and holds nobody up; but
   * one that this clone does not have may be newer, unless there is nothing newer than the tick's own.
   */
  async #lookUp(claimed: string): Promise<boolean> {
    if (await isInHistory(this.#clone, claimed, this.#commit)) return true;
    if (await this.#isHere(claimed)) return !(await isInHistory(this.#clone, this.#commit, claimed));
    return (await this.#newestHead()) === this.#commit;
  }

  async #isHere(commit: string): Promise<boolean> {
    return (await runGit(this.#clone.repository.home.place, ['cat-file', '-e', `${commit}^{commit}`])).code === 0;
  }

  /** Asked once for all that ask at the same time; later it may be another. */
  #newestHead(): Promise<string | undefined> {
    this.#head ??= newestHead(this.#clone).finally(() => {
      this.#head = undefined;
    });
    return this.#head;
  }
}
