/** Characters of all answers that are kept. */
const defaultMost = 4 * 1024 * 1024;

export interface KeptAnswer {
  readonly etag: string;
  /** The answer as JSON: whoever gets it may change it. */
  readonly text: string;
}

/**
 * Answers by address. Asked for again with its tag, what has not changed comes back as an empty 304, which does not count
 * against GitHub's limit of requests. The one that was used longest ago goes first.
 */
export class KeptAnswers {
  readonly #kept = new Map<string, KeptAnswer>();
  readonly #most: number;
  #characters = 0;

  /** @param most Characters of all answers together. */
  constructor(most = defaultMost) {
    this.#most = most;
  }

  find(url: string): KeptAnswer | undefined {
    const kept = this.#kept.get(url);
    if (kept === undefined) return undefined;
    this.#kept.delete(url);
    this.#kept.set(url, kept);
    return kept;
  }

  keep(url: string, answer: KeptAnswer): void {
    this.#forget(url);
    this.#kept.set(url, answer);
    this.#characters += answer.text.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#characters <= this.#most) break;
      this.#forget(oldest);
    }
  }

  #forget(url: string): void {
    this.#characters -= this.#kept.get(url)?.text.length ?? 0;
    this.#kept.delete(url);
  }
}
