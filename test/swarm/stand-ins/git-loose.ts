import { objectId } from '../../../src/store/git/git-object-id.ts';
import type { GitObject, GitObjects, NewObject, StateRepository } from '../../../src/store/git/git-objects.ts';
import { fileProblem } from '../../../src/store/git/git-problem.ts';
import { noSpace } from '../disks.ts';
import { processIn, stage } from '../stage.ts';

/** Objects of a clone in memory. Names of refs are answered from the refs of the machine. */
export class LooseObjects implements GitObjects {
  readonly #repository: StateRepository;

  constructor(repository: StateRepository) {
    this.#repository = repository;
  }

  async read(name: string): Promise<GitObject | undefined> {
    const { machine } = processIn(this.#repository.place.environment);
    const id = name.startsWith('refs/') ? machine.refs.get(name) : name;
    return id === undefined ? undefined : stage().objects.get(id);
  }

  async write(objects: readonly NewObject[]): Promise<readonly string[]> {
    const { machine } = processIn(this.#repository.place.environment);
    if (machine.isFull) throw fileProblem(noSpace(this.#repository.gitStore)) ?? noSpace(this.#repository.gitStore);
    return objects.map((object) => stage().objects.write(object));
  }

  idOf(object: NewObject): string {
    return objectId('sha1', object);
  }

  warm(): void {}

  close(): void {}
}
