import { objectId } from '../../../src/store/git/git-object-id.ts';
import type { GitObject, GitObjects, NewObject } from '../../../src/store/git/git-objects.ts';
import { processOfClient } from '../app-client.ts';
import type { SimulatedProcess } from '../process.ts';
import { stage } from '../stage.ts';
import { away, isCutOff } from './git-remote.ts';

const asking = { least: 50, most: 400 };

/** The objects of the remote, as an app reaches them by the API of the forge. */
export class GithubObjects implements GitObjects {
  readonly #process: SimulatedProcess;

  constructor(client: object) {
    this.#process = processOfClient(client);
  }

  async read(name: string): Promise<GitObject | undefined> {
    if (!name.startsWith('refs/')) return stage().objects.get(name);
    await this.#ask(`it reads ${name}`);
    const id = stage().remote.refs.get(name);
    return id === undefined ? undefined : stage().objects.get(id);
  }

  async write(objects: readonly NewObject[]): Promise<readonly string[]> {
    await this.#ask('it writes objects');
    return objects.map((object) => stage().objects.write(object));
  }

  idOf(object: NewObject): string {
    return objectId('sha1', object);
  }

  warm(): void {}

  close(): void {}

  async #ask(what: string): Promise<void> {
    await this.#process.wait(asking);
    if (this.#process.dies(what)) await new Promise(() => {});
    if (isCutOff(this.#process) || stage().faults.happens('fetch-lost', this.#process.name)) throw away();
  }
}
