import type { Ensured, Forge } from '../report/forge.ts';
import type { KnownCheck } from './check-search.ts';
import { ensureCheck } from './checks.ts';
import type { GithubClient, Visit } from './client.ts';
import { ensureComment } from './comments.ts';
import { ensureIssue } from './issues.ts';
import { type LabelLook, Labels } from './labels.ts';
import { outcomeOf } from './outcome.ts';
import { OwnLogin } from './own-login.ts';

export interface ForgeOptions {
  /** Under which name the token writes; asked of GitHub where it is not given. See `own-login.ts`. */
  readonly login?: string;
  /** By a label's name; others are grey. */
  readonly labels?: Readonly<Record<string, LabelLook>>;
}

/** GitHub as a forge. Wishes come true one after the other, so that two for one key never race. */
export function githubForge(client: GithubClient, options: ForgeOptions = {}): Forge {
  const own = new OwnLogin(options.login);
  const labels = new Labels(options.labels ?? {});
  const told = new Map<string, KnownCheck>();
  return {
    ensureCheck: (check) => ensure(client, (visit) => ensureCheck(visit, { own, told }, check)),
    ensureIssue: (issue) => ensure(client, (visit) => ensureIssue(visit, { own, labels }, issue)),
    ensureComment: (comment) => ensure(client, (visit) => ensureComment(visit, own, comment)),
  };
}

async function ensure(client: GithubClient, wish: (visit: Visit) => Promise<Ensured>): Promise<Ensured> {
  try {
    return await client.visit(wish);
  } catch (error) {
    return outcomeOf(error);
  }
}
