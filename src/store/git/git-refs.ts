import type { GitRefs, StateRepository } from './git-objects.ts';
import { gitProblem } from './git-problem.ts';
import { type GitPlace, git, runGit } from './git-process.ts';
import { RefMover } from './git-ref-mover.ts';

const sayings = {
  moved: /but expected|reference already exists|unable to resolve reference|reference is missing/i,
  locked: /\.lock': File exists|another git process/i,
};

type MoveOutcome = 'written' | 'moved' | 'locked';

/** Refs by git's own commands, whatever format the repository keeps them in. */
export class CommandRefs implements GitRefs {
  readonly #place: GitPlace;
  readonly #none: string;
  readonly #mover: RefMover;

  constructor(repository: StateRepository) {
    this.#place = { ...repository.place, directory: repository.gitStore, gitDir: repository.gitStore };
    this.#mover = new RefMover(this.#place);
    this.#none = '0'.repeat(repository.objectFormat === 'sha256' ? 64 : 40);
  }

  async list(namespace: string): Promise<readonly { readonly ref: string; readonly version: string }[]> {
    const format = '--format=%(objectname) %(refname)';
    const output = await git(this.#place, 'list the state', ['for-each-ref', format, namespace]);
    const lines = output.toString().split('\n').filter(Boolean);
    return lines.map((line) => {
      const space = line.indexOf(' ');
      return { ref: line.slice(space + 1), version: line.slice(0, space) };
    });
  }

  async move(ref: string, from: string | undefined, to: string): Promise<MoveOutcome> {
    const before = from ?? this.#none;
    const answer = await this.#mover.move(ref, before, to);
    switch (answer.kind) {
      case 'moved':
        return 'written';
      case 'refused':
        return outcomeOf(answer.words);
      case 'gone':
        // Whoever killed it may have done so after the ref had moved.
        return (await this.list(ref))[0]?.version === to ? 'written' : this.#update([ref, to, before]);
      default:
        return answer satisfies never;
    }
  }

  close(): void {
    this.#mover.close();
  }

  remove(ref: string, from: string): Promise<MoveOutcome> {
    return this.#update(['-d', ref, from]);
  }

  async #update(change: readonly string[]): Promise<MoveOutcome> {
    const args = ['update-ref', '--no-deref', ...change];
    const result = await runGit(this.#place, args);
    return result.code === 0 ? 'written' : outcomeOf(result.stderr);
  }
}

function outcomeOf(words: string): MoveOutcome {
  if (sayings.moved.test(words)) return 'moved';
  if (sayings.locked.test(words)) return 'locked';
  throw gitProblem('record the state', words);
}
