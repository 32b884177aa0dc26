import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Problem } from '../../diagnostic/problem.ts';
import { mostDocumentBytes } from '../codec/codec.ts';
import { damaged } from '../codec/damaged.ts';
import { hold, release } from './git-child-hold.ts';
import type { GitObject, ObjectType } from './git-objects.ts';
import { gitProblem } from './git-problem.ts';
import { type GitPlace, spawnProblem, startGit } from './git-process.ts';

interface Question {
  readonly name: string;
  answer(object: GitObject | undefined): void;
  fail(problem: Problem): void;
}

const header = /^([0-9a-f]{40}|[0-9a-f]{64}) (blob|tree|commit|tag) (\d+)$/;
const mostStderr = 4_096;

/**
 * One `git cat-file --batch` that answers all reads of a process: a read costs a round trip through a pipe (0.05 ms)
 * instead of a process (2 ms). It sees refs and objects that others write meanwhile. It is started by the first read, and
 * keeps the event loop alive only while an answer is due.
 */
export class CatFile {
  readonly #place: GitPlace;
  #child: ChildProcessWithoutNullStreams | undefined;
  #questions: Question[] = [];
  #chunks: Buffer[] = [];
  #held = 0;
  /** Bytes that must be there before it is worth looking: a header's or a whole object's. */
  #wanted = 1;
  #stderr = '';

  constructor(place: GitPlace) {
    this.#place = place;
  }

  /**
   * @param name An object's id or a full ref name: no spaces, no line breaks.
   * @throws {Problem} SG607 if the object is larger than any of Segue's; those of git.
   */
  read(name: string): Promise<GitObject | undefined> {
    return new Promise((answer, fail) => {
      const child = this.#child ?? this.#start();
      if (this.#questions.length === 0) hold(child);
      this.#questions.push({ name, answer, fail });
      child.stdin.write(`${name}\n`);
    });
  }

  /** Starts the process ahead of the first read. */
  warm(): void {
    if (!this.#child) release(this.#start());
  }

  /** What was asked before is still answered. */
  close(): void {
    this.#child?.stdin.end();
    if (this.#questions.length === 0) this.#child = undefined;
  }

  #start(): ChildProcessWithoutNullStreams {
    const args = ['cat-file', '--batch'];
    const child = startGit(this.#place, args);
    this.#child = child;
    this.#chunks = [];
    this.#held = 0;
    this.#wanted = 1;
    this.#stderr = '';
    child.stdin.on('error', () => undefined);
    child.stdout.on('data', (chunk: Buffer) => {
      if (this.#child === child) this.#receive(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString()).slice(0, mostStderr);
    });
    child.on('error', (error) => this.#end(child, spawnProblem(error, this.#place, args, 0)));
    child.on('close', () => this.#end(child, gitProblem('read the state', this.#stderr)));
    return child;
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    while (this.#held >= this.#wanted && this.#questions.length > 0) {
      const bytes = this.#chunks.length === 1 && this.#chunks[0] ? this.#chunks[0] : Buffer.concat(this.#chunks);
      const used = this.#take(bytes);
      this.#chunks = used < bytes.length ? [bytes.subarray(used)] : [];
      this.#held = bytes.length - used;
      if (used === 0) return;
    }
  }

  /** Answers the oldest question if its answer is complete; returns how many bytes that took. */
  #take(bytes: Buffer): number {
    const newline = bytes.indexOf(10);
    if (newline === -1) {
      this.#wanted = bytes.length + 1;
      return 0;
    }
    const match = header.exec(bytes.toString('latin1', 0, newline));
    if (!match) {
      this.#answer(undefined);
      return newline + 1;
    }
    const [, id = '', type = '', digits = ''] = match;
    const size = Number(digits);
    if (size > mostDocumentBytes) {
      this.#refuse(damaged(`object ${id}`, 'it is larger than any that Segue writes'));
      return 0;
    }
    const end = newline + 1 + size + 1;
    if (bytes.length < end) {
      this.#wanted = end;
      return 0;
    }
    this.#answer({ id, type: type as ObjectType, body: Buffer.from(bytes.subarray(newline + 1, end - 1)) });
    return end;
  }

  #answer(object: GitObject | undefined): void {
    this.#wanted = 1;
    this.#questions.shift()?.answer(object);
    if (this.#questions.length === 0 && this.#child) release(this.#child);
  }

  /** Gives up the process rather than read on: whoever waits gets the problem, the next read starts a new one. */
  #refuse(problem: Problem): void {
    const child = this.#child;
    if (!child) return;
    this.#end(child, problem);
    child.kill('SIGKILL');
  }

  #end(child: ChildProcessWithoutNullStreams, problem: Problem): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    const questions = this.#questions;
    this.#questions = [];
    release(child);
    for (const question of questions) question.fail(problem);
  }
}
