import { objectId } from '../store/git/git-object-id.ts';
import type { GithubClient, Visit } from './client.ts';
import { GithubFailure } from './failure.ts';
import { isGraphqlError } from './graphql-error.ts';

/** Texts of one question; GitHub ends what takes it ten seconds. */
const mostTexts = 60;
/** Characters of all texts that are remembered. */
const mostKept = 24 * 1024 * 1024;

/** A document of a version of the state; a version is the id of a commit. */
export interface AskedDocument {
  readonly version: string;
  readonly path: string;
}

/**
 * Documents of many versions of the state by one question each sixty, where REST takes a commit, a tree and a text for each. A version
 * never changes, so what was brought is remembered; what was used longest ago goes first.
 */
export class StateTexts {
  readonly #client: GithubClient;
  /** Null: there is no such document. */
  readonly #known = new Map<string, string | null>();
  #kept = 0;

  constructor(client: GithubClient) {
    this.#client = client;
  }

  /** Null if there is none, undefined if nobody has brought it. */
  find(asked: AskedDocument): string | null | undefined {
    const key = keyOf(asked);
    const known = this.#known.get(key);
    if (known !== undefined) {
      this.#known.delete(key);
      this.#known.set(key, known);
    }
    return known;
  }

  /**
   * Brings those that are not here yet. What GitHub does not give as text is left out, for REST. False if it takes no such questions. Throws
   * `GithubFailure`.
   */
  async bring(all: readonly AskedDocument[]): Promise<boolean> {
    const asked = [...new Map(all.map((each) => [keyOf(each), each])).values()];
    const missing = asked.filter((each) => this.find(each) === undefined);
    for (let at = 0; at < missing.length; at += mostTexts) {
      const some = missing.slice(at, at + mostTexts);
      const answers = await this.#client.visit((visit) => ask(visit, some));
      if (answers === undefined) return false;
      for (const [index, each] of some.entries()) this.#keep(keyOf(each), textOf(answers[index]));
    }
    return true;
  }

  #keep(key: string, text: string | null | undefined): void {
    if (text === undefined) return;
    this.#known.set(key, text);
    this.#kept += text?.length ?? 0;
    for (const [oldest, kept] of this.#known) {
      if (this.#kept <= mostKept) break;
      this.#known.delete(oldest);
      this.#kept -= kept?.length ?? 0;
    }
  }
}

interface Blob {
  readonly oid?: string;
  readonly text?: string | null;
}

type Answer = Readonly<Record<string, Blob | null>>;

function keyOf({ version, path }: AskedDocument): string {
  return `${version}:${path}`;
}

/** GraphQL cuts what is long, and gives nothing for bytes that are no text: the id tells. */
function textOf(blob: Blob | null | undefined): string | null | undefined {
  if (blob === null) return null;
  if (blob?.text == null) return undefined;
  return objectId('sha1', { type: 'blob', body: Buffer.from(blob.text) }) === blob.oid ? blob.text : undefined;
}

/** In the order that was asked for; undefined if there is no GraphQL here, or it does not take this. */
async function ask(
  { github, at }: Visit,
  some: readonly AskedDocument[],
): Promise<readonly (Blob | null | undefined)[] | undefined> {
  const parts = some.map((each, index) => `t${index}: object(expression: ${JSON.stringify(keyOf(each))}) { ...text }`);
  const query = `query ($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) { ${parts.join(' ')} } } fragment text on Blob { oid text }`;
  try {
    const { repository } = await github.graphql<{ repository: Answer | null }>(query, at);
    return repository === null ? undefined : some.map((_, index) => repository[`t${index}`]);
  } catch (error) {
    if (error instanceof GithubFailure ? error.kind === 'refused' : isGraphqlError(error)) return undefined;
    throw error;
  }
}
