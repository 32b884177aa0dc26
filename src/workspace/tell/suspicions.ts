import { Problem } from '../../diagnostic/problem.ts';
import type { Suspect } from '../../incident/culprits.ts';
import type { Book } from '../../incident/incident.ts';
import { openQuestions, type SuspectQuestion, withSuspects } from '../../incident/suspicion.ts';
import type { Clock } from '../../run/ports.ts';
import type { IncidentBoard } from '../../store/shared/incident-board.ts';

/** Incidents whose causes one process looks for. */
const mostQuestions = 20;

export interface SuspicionsOptions {
  readonly board: Pick<IncidentBoard, 'change'>;
  readonly clock: Pick<Clock, 'after'>;
  readonly lookUp: (question: SuspectQuestion) => Promise<readonly Suspect[] | 'not-checked'>;
}

/** Looks for likely causes beside the telling: nobody waits for them for longer than they say, and nothing fails of it. */
export class Suspicions {
  readonly #options: SuspicionsOptions;
  readonly #learned: () => void;
  readonly #asked = new Set<string>();
  #looking: Promise<void> = Promise.resolve();
  #isNew = false;

  /** `learned` is called whenever the book has got an answer. */
  constructor(options: SuspicionsOptions, learned: () => void) {
    this.#options = options;
    this.#learned = learned;
  }

  /** Begins to look for what the book does not know, one after the other. */
  ask(book: Book): void {
    for (const question of openQuestions(book)) {
      const name = JSON.stringify(question);
      if (this.#asked.has(name) || this.#asked.size >= mostQuestions) continue;
      this.#asked.add(name);
      this.#looking = this.#looking.then(() => this.#answer(question));
    }
  }

  /** Waits for the answers, so long at the most; true if the book has learned something since it was asked last. */
  async within(ms: number): Promise<boolean> {
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(ms, resolve);
      void this.#looking.then(() => {
        cancel();
        resolve();
      });
    });
    const isNew = this.#isNew;
    this.#isNew = false;
    return isNew;
  }

  async #answer(question: SuspectQuestion): Promise<void> {
    const { board, lookUp } = this.#options;
    try {
      const found = await lookUp(question);
      if (found === 'not-checked') return;
      await board.change('Note likely causes', (book) => withSuspects(book, question, found));
      this.#isNew = true;
      this.#learned();
    } catch (error) {
      // The page says that it was not checked; the next failure asks again.
      if (!(error instanceof Problem)) throw error;
    }
  }
}
