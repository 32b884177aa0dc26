import type { CommandForge, Declined, Forge, PullForge } from '../report/forge.ts';
import type { KnownCheck } from './check-search.ts';
import { ensureCheck } from './checks.ts';
import type { GithubClient, Visit } from './client.ts';
import { dispatch, permissionOf, react, workflowRun } from './commands.ts';
import { ensureComment } from './comments.ts';
import { ensureIssue, labelsOf } from './issues.ts';
import { type LabelLook, Labels } from './labels.ts';
import { outcomeOf } from './outcome.ts';
import { OwnLogin } from './own-login.ts';
import { pullOf } from './pulls.ts';

export interface ForgeOptions {
  /** Under which name the token writes; asked of GitHub where it is not given. See `own-login.ts`. */
  readonly login?: string;
  /** By a label's name; others are grey. */
  readonly labels?: Readonly<Record<string, LabelLook>>;
}

/** GitHub as a forge. Wishes come true one after the other, so that two for one key never race. */
export function githubForge(client: GithubClient, options: ForgeOptions = {}): Forge & CommandForge & PullForge {
  const own = new OwnLogin(options.login);
  const labels = new Labels(options.labels ?? {});
  const told = new Map<string, KnownCheck>();
  return {
    ensureCheck: (check) => ensure(client, (visit) => ensureCheck(visit, { own, told }, check)),
    ensureIssue: (issue) => ensure(client, (visit) => ensureIssue(visit, { own, labels }, issue)),
    ensureComment: (comment) => ensure(client, (visit) => ensureComment(visit, own, comment)),
    labelsOf: (issue) =>
      ensure(client, async (visit) => ({ kind: 'known' as const, labels: await labelsOf(visit, issue) })),
    pullOf: (commit) => ensure(client, (visit) => pullOf(visit, commit)),
    react: (reaction) => ensure(client, (visit) => react(visit, own, reaction)),
    permissionOf: (login) => ensure(client, (visit) => permissionOf(visit, login)),
    dispatch: (wish) => ensure(client, (visit) => dispatch(visit, wish)),
    workflowRun: (id) => ensure(client, (visit) => workflowRun(visit, id)),
  };
}

async function ensure<T>(client: GithubClient, wish: (visit: Visit) => Promise<T>): Promise<T | Declined> {
  try {
    return await client.visit(wish);
  } catch (error) {
    return outcomeOf(error);
  }
}
