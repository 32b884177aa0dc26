import type { GitRefs, StateRepository } from './git-objects.ts';
import { gitProblem } from './git-problem.ts';
import { type GitPlace, git, runGit } from './git-process.ts';

const sayings = {
  moved: /but expected|reference already exists|unable to resolve reference|reference is missing/i,
  locked: /\.lock': File exists|another git process/i,
};

/** Refs by git's own commands, whatever format the repository keeps them in. */
export class CommandRefs implements GitRefs {
  readonly #place: GitPlace;
  readonly #none: string;

  constructor(repository: StateRepository) {
    this.#place = { ...repository.place, directory: repository.commonDir, gitDir: repository.commonDir };
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

  move(ref: string, from: string | undefined, to: string, reason: string): Promise<'written' | 'moved' | 'locked'> {
    return this.#update(['-m', reason, ref, to, from ?? this.#none]);
  }

  remove(ref: string, from: string): Promise<'written' | 'moved' | 'locked'> {
    return this.#update(['-d', ref, from]);
  }

  async #update(change: readonly string[]): Promise<'written' | 'moved' | 'locked'> {
    const args = ['update-ref', '--no-deref', ...change];
    const result = await runGit(this.#place, args);
    if (result.code === 0) return 'written';
    if (sayings.moved.test(result.stderr)) return 'moved';
    if (sayings.locked.test(result.stderr)) return 'locked';
    throw gitProblem('record the state', result.stderr);
  }
}
