import type { GitRefs, StateRepository } from '../../../src/store/git/git-objects.ts';
import type { SimulatedProcess } from '../process.ts';
import { processIn } from '../stage.ts';

type Outcome = 'written' | 'moved' | 'locked';

/** Writing to a disk, in milliseconds. */
const writing = { least: 1, most: 6 };

/** Refs of a clone in memory. Its owner may die before one moves, and after. */
export class CommandRefs implements GitRefs {
  readonly #repository: StateRepository;

  constructor(repository: StateRepository) {
    this.#repository = repository;
  }

  async list(namespace: string): Promise<readonly { readonly ref: string; readonly version: string }[]> {
    const found = [...this.#process().machine.refs].filter(([ref]) => isBelow(ref, namespace));
    return found.map(([ref, version]) => ({ ref, version })).sort((a, b) => (a.ref < b.ref ? -1 : 1));
  }

  move(ref: string, from: string | undefined, to: string): Promise<Outcome> {
    return this.#write(ref, from, to);
  }

  remove(ref: string, from: string): Promise<Outcome> {
    return this.#write(ref, from, undefined);
  }

  close(): void {}

  #process(): SimulatedProcess {
    return processIn(this.#repository.place.environment);
  }

  async #write(ref: string, from: string | undefined, to: string | undefined): Promise<Outcome> {
    const process = this.#process();
    const { refs } = process.machine;
    await process.wait(writing);
    if (process.dies(`it moves ${ref}`)) return new Promise(() => {});
    if (refs.get(ref) !== from) return 'moved';
    if (to === undefined) refs.delete(ref);
    else refs.set(ref, to);
    await process.wait(writing);
    if (process.dies(`it knows that ${ref} has moved`)) return new Promise(() => {});
    return 'written';
  }
}

/** As `git for-each-ref`: a name, or all below it. */
function isBelow(ref: string, namespace: string): boolean {
  return namespace.endsWith('/') ? ref.startsWith(namespace) : ref === namespace || ref.startsWith(`${namespace}/`);
}
