import type { Visit } from './client.ts';
import { GithubFailure } from './failure.ts';
import { isGraphqlError } from './graphql-error.ts';

/** Whose name stands on what `GITHUB_TOKEN` writes. */
const actionsLogin = 'github-actions[bot]';

/**
 * Under which name this token writes. An installation's token may not ask `GET /user`, nor which App it is of; GraphQL's
 * `viewer` it may, and so may a person's. Asked once, and not at all once something was written: its answer says it, too.
 */
export class OwnLogin {
  #login: string | undefined;

  /** `login`, where it is known: `<slug>[bot]` of an App, `github-actions[bot]` of a workflow's own token. */
  constructor(login?: string) {
    this.#login = login;
  }

  async ask({ github }: Visit): Promise<string> {
    this.#login ??= await viewer(github);
    return this.#login;
  }

  /** Whether it is known to be an App that somebody has made, and so is told of what people press. Asks nobody. */
  get isOwnApp(): boolean {
    return this.#login?.endsWith('[bot]') === true && this.#login !== actionsLogin;
  }

  /** GitHub has put this name on something that we wrote. */
  learn(login: string | undefined): void {
    this.#login ??= login;
  }
}

async function viewer(github: Visit['github']): Promise<string> {
  try {
    const { viewer } = await github.graphql<{ viewer: { login: string } }>('query { viewer { login } }');
    return viewer.login;
  } catch (error) {
    // No GraphQL here (a proxy, an old server): most likely a workflow with its own token. Wrong, it finds nothing.
    if (error instanceof GithubFailure ? error.kind === 'refused' : isGraphqlError(error)) return actionsLogin;
    throw error;
  }
}
