import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { hold, release } from './git-child-hold.ts';
import { type GitPlace, startGit } from './git-process.ts';

/** `refused` has git's words; `gone`: it ended without any, and may have moved the ref or not. */
export type MoveAnswer =
  | { readonly kind: 'moved' }
  | { readonly kind: 'refused'; readonly words: string }
  | { readonly kind: 'gone' };

const mostWords = 4_096;

/**
 * One `git update-ref --stdin` for all moves of a process, each a transaction of its own: a move costs a round trip through a
 * pipe instead of a process. It is started by the first move, ends with one that is refused, and is started anew by the next.
 */
export class RefMover {
  readonly #place: GitPlace;
  #child: ChildProcessWithoutNullStreams | undefined;
  #said = '';
  #words = '';
  #answer: ((answer: MoveAnswer) => void) | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(place: GitPlace) {
    this.#place = place;
  }

  /** @param ref A full name without spaces. `from` and `to` are object ids; zeros stand for a ref that does not exist. */
  move(ref: string, from: string, to: string): Promise<MoveAnswer> {
    const answer = this.#queue.then(() => this.#move(`start\noption no-deref\nupdate ${ref} ${to} ${from}\ncommit\n`));
    this.#queue = answer;
    return answer;
  }

  close(): void {
    this.#child?.stdin.end();
  }

  #move(transaction: string): Promise<MoveAnswer> {
    return new Promise((resolve) => {
      const child = this.#child?.stdin.writable ? this.#child : this.#start();
      this.#said = '';
      this.#answer = resolve;
      hold(child);
      child.stdin.write(transaction);
    });
  }

  #start(): ChildProcessWithoutNullStreams {
    const child = startGit(this.#place, ['update-ref', '--stdin']);
    this.#child = child;
    this.#words = '';
    child.stdin.on('error', () => undefined);
    child.stdout.on('data', (chunk: Buffer) => {
      this.#said += chunk.toString('latin1');
      if (this.#said.endsWith('commit: ok\n')) this.#give(child, { kind: 'moved' });
    });
    child.stderr.on('data', (chunk: Buffer) => {
      this.#words = (this.#words + chunk.toString()).slice(0, mostWords);
    });
    child.on('error', () => this.#end(child));
    child.on('close', () => this.#end(child));
    return child;
  }

  #end(child: ChildProcessWithoutNullStreams): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#give(child, this.#words === '' ? { kind: 'gone' } : { kind: 'refused', words: this.#words });
  }

  #give(child: ChildProcessWithoutNullStreams, answer: MoveAnswer): void {
    release(child);
    const resolve = this.#answer;
    this.#answer = undefined;
    resolve?.(answer);
  }
}
