import { forgeLimits } from '../report/forge/forge-limits.ts';
import type { Visit } from './client.ts';
import { GithubFailure, unlessGone } from './failure.ts';

/** How a label looks that Segue has to make; one that is there keeps its looks. */
export interface LabelLook {
  /** Six hexadecimal digits. */
  readonly color: string;
  readonly description?: string;
}

const plainLook: LabelLook = { color: 'ededed' };

/** Makes labels before they are used for the first time: made in passing by an issue, they would have no colour or meaning. */
export class Labels {
  readonly #looks: Readonly<Record<string, LabelLook>>;
  /** GitHub takes names that differ by case only for the same. */
  readonly #known = new Set<string>();

  constructor(looks: Readonly<Record<string, LabelLook>>) {
    this.#looks = looks;
  }

  /** Without the permission to make labels this does nothing: what becomes of an issue's labels is GitHub's answer then. */
  async ensure(visit: Visit, names: readonly string[]): Promise<void> {
    for (const name of names.filter((each) => !this.#known.has(each.toLowerCase()))) {
      const { github, at } = visit;
      const found = await unlessGone(github.request('GET /repos/{owner}/{repo}/labels/{name}', { ...at, name }));
      if (found === undefined) await this.#create(visit, name);
      this.#known.add(name.toLowerCase());
    }
  }

  async #create({ github, at }: Visit, name: string): Promise<void> {
    const { color, description = '' } = this.#looks[name] ?? plainLook;
    const text = description.slice(0, forgeLimits.labelDescription);
    try {
      // Sent twice it makes one: the second is refused, because the first is there.
      await github.request('POST /repos/{owner}/{repo}/labels', { ...at, name, color, description: text });
    } catch (error) {
      if (!(error instanceof GithubFailure && (error.kind === 'refused' || error.maybeDone))) throw error;
    }
  }
}
