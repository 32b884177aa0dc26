import type { Doors, Written } from './talk.ts';

/** How far a job came that answers a comment. */
type Fate = 'going on' | 'over' | 'without an answer';

/** A comment is looked for so long by the app. */
const foundMs = 100 * 60_000;

/** Keeps what people were told of their comments, and finds out in the end whether it is true. */
export class AnswerBook {
  readonly #replies = new Map<number, string>();
  readonly #reactions = new Map<number, Set<string>>();
  readonly #jobs = new Map<number, Map<string, Fate>>();
  /** When the world became calm. */
  calmSince = Number.POSITIVE_INFINITY;

  began(comment: number, job: string): (log: string) => void {
    const jobs = this.#jobs.get(comment) ?? new Map<string, Fate>();
    this.#jobs.set(comment, jobs.set(job, 'going on'));
    return (log) => {
      // It says so itself if somebody has to look at it.
      const isInVain = /^::error|Not answered|is cancelled|somebody is at it|never answered/m.test(log);
      jobs.set(job, isInVain ? 'without an answer' : 'over');
    };
  }

  /** False if it says something else than before. */
  replied(comment: number, body: string): boolean {
    const before = this.#replies.get(comment);
    this.#replies.set(comment, body);
    return before === undefined || before === body;
  }

  reacted(comment: number, content: string): void {
    this.#reactions.set(comment, (this.#reactions.get(comment) ?? new Set()).add(content));
  }

  /** What is wrong with what was told of a comment, by what has come of it. */
  troubles(comment: Written, effects: readonly string[], doors: Doors): readonly string[] {
    const { id, isCommand, body } = comment;
    const reply = this.#replies.get(id);
    const about = `comment ${id} (${body.split('\n', 1)[0]})`;
    if (!isCommand) return [];
    if (reply === undefined) return this.#isExcused(comment, doors) ? [] : [`${about} was never answered`];
    const isDenied = reply.includes('nothing was done');
    if (isDenied)
      return effects.length === 0 ? [] : [`${about} was called not done, and has done: ${effects.join(', ')}`];
    const isUnknown = reply.includes('is not known');
    const isPromised = promises.some((each) => reply.startsWith(each));
    return isPromised && !isUnknown && effects.length === 0 ? [`${about} was called done, and was not: ${reply}`] : [];
  }

  /** Its job died, and there is nobody who would look for it; or it was not to be found in time. */
  #isExcused({ id, writtenAt }: Written, doors: Doors): boolean {
    const fates = [...(this.#jobs.get(id)?.values() ?? [])];
    if (doors === 'jobs') return fates.every((fate) => fate !== 'over');
    return Date.parse(writtenAt) < this.calmSince - foundMs;
  }
}

/** How answers begin that say what was done. */
const promises = ['Asked for a job', 'Marked', 'Ended', 'Paused', 'Opened'] as const;
