import { Worker } from 'node:worker_threads';
import type { PullChange } from '../../review/pull-change.ts';
import type { Review } from '../../review/review.ts';
import { type JudgeCaps, type Unjudged, unjudgedReview } from '../../review/unjudged-review.ts';
import type { Clock } from '../../run/ports.ts';
import type { JudgeAnswer, JudgeWork } from './judge-thread.ts';
import { reviewThread } from './thread-name.ts';

export interface PullJudgeOptions {
  /** The file of this program: the thread runs it too. */
  readonly entry: string;
  readonly clock: Pick<Clock, 'after'>;
  readonly caps?: JudgeCaps;
}

/** What a judgement may take. A thousand pipelines need a tenth of the time, and a third of the memory. */
const defaultCaps: JudgeCaps = { ms: 20_000, megabytes: 1_024 };

/**
 * Judges pull requests in a thread of its own, one after the other: a stranger's text may take what time and memory it likes, and is
 * ended. The thread is kept for the next one; it does not keep the process alive. One that was ended is replaced.
 */
export class PullJudge {
  readonly #options: PullJudgeOptions;
  readonly #caps: JudgeCaps;
  #turn: Promise<unknown> = Promise.resolve();
  #thread: Worker | undefined;
  #count = 0;
  #isClosed = false;

  constructor(options: PullJudgeOptions) {
    this.#options = options;
    this.#caps = options.caps ?? defaultCaps;
  }

  /** Always answers: a change that cannot be judged within the caps gets a review that says so, and fails. */
  review(change: PullChange): Promise<Review> {
    const answer = this.#turn.then(() => this.#judge(change));
    this.#turn = answer;
    return answer;
  }

  /** What is under way or waits is answered as not judged. */
  close(): void {
    this.#isClosed = true;
    void this.#thread?.terminate();
  }

  #judge(change: PullChange): Promise<Review> {
    if (this.#isClosed) return Promise.resolve(this.#refusal(change, { kind: 'closed' }));
    const thread = this.#thread ?? this.#start();
    this.#count += 1;
    const id = this.#count;
    return new Promise((resolve) => {
      const settle = (review: Review): void => {
        cancel();
        thread.off('message', onMessage).off('error', onError).off('exit', onExit);
        thread.unref();
        resolve(review);
      };
      const giveUp = (why: Unjudged): void => {
        this.#thread = undefined;
        void thread.terminate();
        settle(this.#refusal(change, why));
      };
      const onMessage = (answer: JudgeAnswer): void => {
        if (answer.id === id) settle(answer.review);
      };
      const onError = (error: unknown): void => giveUp(whyOf(error));
      const onExit = (): void => giveUp(this.#isClosed ? { kind: 'closed' } : { kind: 'broken', message: '' });
      thread.on('message', onMessage).on('error', onError).on('exit', onExit);
      const cancel = this.#options.clock.after(this.#caps.ms, () => giveUp({ kind: 'slow' }));
      thread.ref();
      thread.postMessage({ id, change } satisfies JudgeWork);
    });
  }

  #start(): Worker {
    // What it prints would be taken for words of the program: nobody reads it. It gets no variables, since it needs none.
    const thread = new Worker(this.#options.entry, {
      workerData: reviewThread,
      resourceLimits: { maxOldGenerationSizeMb: this.#caps.megabytes, maxYoungGenerationSizeMb: 64 },
      env: {},
      stdout: true,
      stderr: true,
    });
    // One that breaks while nobody waits for it is replaced by the next judgement.
    const forget = (): void => {
      if (this.#thread === thread) this.#thread = undefined;
    };
    thread.on('error', forget).on('exit', forget);
    this.#thread = thread;
    return thread;
  }

  #refusal(change: PullChange, why: Unjudged): Review {
    return unjudgedReview(change, why, this.#caps);
  }
}

function whyOf(error: unknown): Unjudged {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return { kind: 'large' };
  return { kind: 'broken', message: error instanceof Error ? error.message : String(error) };
}
