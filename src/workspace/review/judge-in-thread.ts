import { type ChildProcess, spawn } from 'node:child_process';
import type { PullChange } from '../../review/pull-change.ts';
import type { Review } from '../../review/review.ts';
import { type JudgeCaps, type Unjudged, unjudgedReview } from '../../review/unjudged-review.ts';
import type { Clock } from '../../run/ports.ts';
import { judgeProgram, type ThreadFailed } from './judge-program.ts';
import type { JudgeAnswer, JudgeWork } from './judge-thread.ts';
import { reviewThread } from './thread-name.ts';

export interface PullJudgeOptions {
  /** The file of this program: the thread runs it too. */
  readonly entry: string;
  readonly clock: Pick<Clock, 'after'>;
  readonly caps?: JudgeCaps;
}

/** What a judgement may take. A thousand pipelines need a tenth of the time, and a fifth of the memory. */
export const defaultCaps: JudgeCaps = { ms: 30_000, megabytes: 1_024 };

/**
 * Judges pull requests one after the other, in a thread of a process of its own: a stranger's text may take what time and memory it
 * likes, and is ended. The process is kept for the next one; it does not keep this one alive, and ends with it. One that was ended is
 * replaced.
 */
export class PullJudge {
  readonly #options: PullJudgeOptions;
  readonly #caps: JudgeCaps;
  #turn: Promise<unknown> = Promise.resolve();
  #child: ChildProcess | undefined;
  #count = 0;
  #isClosed = false;

  constructor(options: PullJudgeOptions) {
    this.#options = options;
    this.#caps = options.caps ?? defaultCaps;
  }

  /** Always answers: a change that cannot be judged within the caps gets a review that says so, and fails. */
  review(change: PullChange): Promise<Review> {
    const answer = this.#turn.then(() => this.#judge(change));
    this.#turn = answer.catch(() => {});
    return answer;
  }

  /** What is under way or waits is answered as not judged. */
  close(): void {
    this.#isClosed = true;
    this.#child?.kill('SIGKILL');
  }

  #judge(change: PullChange): Promise<Review> {
    const refusal = (why: Unjudged): Review => unjudgedReview(change, why, this.#caps);
    if (this.#isClosed) return Promise.resolve(refusal({ kind: 'closed' }));
    const child = this.#child ?? this.#start();
    this.#count += 1;
    const id = this.#count;
    return new Promise((resolve) => {
      const settle = (review: Review): void => {
        cancel();
        child.off('message', onMessage).off('error', onError).off('exit', onExit);
        hold(child, false);
        resolve(review);
      };
      const giveUp = (why: Unjudged): void => {
        if (this.#child === child) this.#child = undefined;
        child.kill('SIGKILL');
        settle(refusal(this.#isClosed ? { kind: 'closed' } : why));
      };
      const onMessage = (answer: JudgeAnswer | ThreadFailed): void => {
        if ('failed' in answer) giveUp(whyOf(answer));
        else if (answer.id === id) settle(answer.review);
      };
      const onError = (error: Error): void => giveUp({ kind: 'broken', message: error.message });
      const onExit = (_: number | null, signal: NodeJS.Signals | null): void =>
        giveUp(signal === null ? { kind: 'broken', message: '' } : { kind: 'large' });
      child.on('message', onMessage).on('error', onError).on('exit', onExit);
      const cancel = this.#options.clock.after(this.#caps.ms, () => giveUp({ kind: 'slow' }));
      hold(child, true);
      // What cannot be sent any more is told by the process's end.
      child.send({ id, change } satisfies JudgeWork, () => {});
    });
  }

  /** Nobody reads what it prints: it would be taken for words of this program. It gets no variables, since it needs none. */
  #start(): ChildProcess {
    const { entry } = this.#options;
    const args = ['-e', judgeProgram, entry, reviewThread, String(this.#caps.megabytes)];
    const child = spawn(process.execPath, args, {
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    });
    // One that breaks down while nobody waits for it is replaced by the next judgement.
    const forget = (): void => {
      if (this.#child === child) this.#child = undefined;
      child.kill('SIGKILL');
    };
    child.on('error', forget).on('exit', forget);
    child.on('message', (answer: JudgeAnswer | ThreadFailed) => {
      if ('failed' in answer) forget();
    });
    this.#child = child;
    return child;
  }
}

/** Whether this process waits for it. */
function hold(child: ChildProcess, waits: boolean): void {
  if (waits) child.ref();
  else child.unref();
  if (waits) child.channel?.ref();
  else child.channel?.unref();
}

function whyOf({ failed, message }: ThreadFailed): Unjudged {
  return failed === 'ERR_WORKER_OUT_OF_MEMORY' ? { kind: 'large' } : { kind: 'broken', message };
}
