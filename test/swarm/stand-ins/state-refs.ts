import type { GitRefs } from '../../../src/store/git/git-objects.ts';
import { unreachableProblem } from '../../../src/store/push/remote-problem.ts';
import { processOfClient } from '../app-client.ts';
import type { SimulatedProcess } from '../process.ts';
import { stage } from '../stage.ts';
import { away, isCutOff } from './git-remote.ts';

type MoveOutcome = 'written' | 'moved';

const [asking, sending] = [
  { least: 50, most: 400 },
  { least: 100, most: 1_200 },
];

/** Refs of the remote, as an app moves them by the API of the forge: who has lost an answer looks, and may find nobody there. */
export class GithubRefs implements GitRefs {
  readonly #process: SimulatedProcess;

  constructor(client: object) {
    this.#process = processOfClient(client);
  }

  async list(namespace: string): Promise<readonly { readonly ref: string; readonly version: string }[]> {
    await this.#process.wait(asking);
    if (this.#process.dies('it lists refs')) await new Promise(() => {});
    if (isCutOff(this.#process) || stage().faults.happens('fetch-lost', this.#process.name)) throw away();
    const below = namespace.endsWith('/') ? namespace : `${namespace}/`;
    const found = stage().remote.below(namespace);
    return found
      .filter(([ref]) => ref === namespace || ref.startsWith(below))
      .map(([ref, version]) => ({ ref, version }));
  }

  move(ref: string, from: string | undefined, to: string): Promise<MoveOutcome> {
    return this.#write(ref, from, to);
  }

  remove(ref: string, from: string): Promise<MoveOutcome> {
    return this.#write(ref, from, undefined);
  }

  close(): void {}

  async #write(ref: string, from: string | undefined, version: string | undefined): Promise<MoveOutcome> {
    const process = this.#process;
    const { remote, faults } = stage();
    const about = `${process.name} ${ref.split('/').slice(1).join('/')}`;
    await process.wait(sending);
    if (process.dies(`it moves ${about}`)) await new Promise(() => {});
    if (isCutOff(process) || faults.happens('push-lost', about)) throw unreachableProblem(ref, 4);
    if (remote.refs.get(ref) !== from) return 'moved';
    remote.push([{ ref, version, ...(from === undefined ? {} : { replaces: from }) }], true);
    await process.wait(sending);
    if (process.dies(`it knows that ${about} has moved`)) await new Promise(() => {});
    if (isCutOff(process) || faults.happens('push-answer-lost', about)) throw unreachableProblem(ref, 4);
    return 'written';
  }
}
