import type { Problem } from '../../diagnostic/problem.ts';
import type { Urgency } from './push-budget.ts';

/** What went wrong with one of several refs. */
export interface RefProblem {
  readonly ref: string;
  readonly problem: Problem;
}

type Pace = Extract<Urgency, 'soon' | 'now'>;

export interface PusherOptions {
  /**
   * Brings a ref to the remote with one of the next pushes; gives why it could not. Calls `started` when its newest
   * version is read: what is written later needs another push.
   */
  readonly deliver: (ref: string, urgency: Pace, started: () => void) => Promise<Problem | undefined>;
  /** Does something while no push waits for its time. */
  readonly hurry: <T>(work: () => Promise<T>) => Promise<T>;
}

interface Queued {
  readonly delivery: Promise<Problem | undefined>;
  readonly pace: Pace;
}

/** What is written and goes out in the background. A ref that could not be pushed stays due and goes with the next. */
export class Pusher {
  readonly #deliver: PusherOptions['deliver'];
  readonly #hurry: PusherOptions['hurry'];
  readonly #due = new Set<string>();
  /** Deliveries that will take along what is written now. */
  readonly #queued = new Map<string, Queued>();
  readonly #underWay = new Map<Promise<Problem | undefined>, string>();

  constructor(options: PusherOptions) {
    this.#deliver = options.deliver;
    this.#hurry = options.hurry;
  }

  /** Lets a ref go with the next push, whenever that is. */
  remember(ref: string): void {
    this.#due.add(ref);
  }

  /** Lets a ref go with the next push, and sees to it that there is one. */
  request(ref: string): void {
    this.#due.add(ref);
    for (const due of this.#due) void this.#queue(due, 'soon');
  }

  /** As `request`, but somebody waits for it: resolves when the remote has the ref. */
  async requested(ref: string): Promise<void> {
    this.#due.add(ref);
    const delivery = this.#queue(ref, 'now');
    this.request(ref);
    const problem = await delivery;
    if (problem !== undefined) throw problem;
  }

  /**
   * Pushes what is due without waiting for its time. What failed stays due, but only a later request brings it up.
   *
   * @param begun Called when all of it waits for a push, with what tells what does not have one behind it yet.
   */
  flush(begun: (undelivered: () => readonly string[]) => void = () => {}): Promise<readonly RefProblem[]> {
    return this.#hurry(async () => {
      for (const ref of this.#due) void this.#queue(ref, 'soon');
      if (this.#underWay.size > 0) begun(() => [...this.#underWay.values()]);
      // Of several for one ref the newest takes along what the others would have.
      const newest = new Map([...this.#underWay].map(([delivery, ref]) => [ref, delivery]));
      await Promise.all(this.#underWay.keys());
      const ended = [...newest]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(async ([ref, delivery]) => ({ ref, problem: await delivery }));
      return (await Promise.all(ended)).flatMap(({ ref, problem }) =>
        problem === undefined ? [] : [{ ref, problem }],
      );
    });
  }

  /** One that goes at leisure is not waited for: another one overtakes it, and leaves it nothing to push. */
  #queue(ref: string, pace: Pace): Promise<Problem | undefined> {
    const queued = this.#queued.get(ref);
    if (queued !== undefined && (queued.pace === 'now' || pace === 'soon')) return queued.delivery;
    const delivery: Promise<Problem | undefined> = this.#deliver(ref, pace, () => this.#begin(ref, delivery))
      .then((problem) => {
        if (problem !== undefined) this.#due.add(ref);
        return problem;
      })
      .finally(() => {
        if (this.#queued.get(ref)?.delivery === delivery) this.#queued.delete(ref);
        this.#underWay.delete(delivery);
      });
    this.#queued.set(ref, { delivery, pace });
    this.#underWay.set(delivery, ref);
    return delivery;
  }

  #begin(ref: string, delivery: Promise<Problem | undefined>): void {
    if (this.#queued.get(ref)?.delivery !== delivery) return;
    this.#queued.delete(ref);
    this.#due.delete(ref);
  }
}
