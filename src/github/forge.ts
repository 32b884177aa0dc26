import type { ChangeForge } from '../report/forge/change-forge.ts';
import type { CommitForge } from '../report/forge/commit-forge.ts';
import type { CommandForge, Declined, Forge, PullForge } from '../report/forge/forge.ts';
import type { ReviewForge } from '../report/forge/review-forge.ts';
import { ensureChange } from './changes.ts';
import { checkSince, isCheckedByOthers, type KnownCheck } from './check-search.ts';
import { ensureCheck } from './checks.ts';
import type { GithubClient, Visit } from './client.ts';
import { dispatch, permissionOf, react, workflowRun } from './commands.ts';
import { ensureComment, hasReply, removeComment } from './comments.ts';
import { CommitFiles } from './commit-files.ts';
import { forkOf, tipOf } from './commit-places.ts';
import { ensureIssue, labelsOf } from './issues.ts';
import { type LabelLook, Labels } from './labels.ts';
import { arrivalOf, commitNamed, newestChange } from './named-commits.ts';
import { outcomeOf } from './outcome.ts';
import { OwnLogin } from './own-login.ts';
import { membersOf, ownComments, pull, reviewsOf } from './pull-facts.ts';
import { originOf } from './pull-origin.ts';
import { pullOf } from './pulls.ts';

export interface ForgeOptions {
  /** Under which name the token writes; asked of GitHub where it is not given. See `own-login.ts`. */
  readonly login?: string;
  /** By a label's name; others are grey. */
  readonly labels?: Readonly<Record<string, LabelLook>>;
}

/** All that Segue asks of GitHub, and tells it. */
export type GithubForge = Forge & CommandForge & PullForge & CommitForge & ReviewForge & ChangeForge;

/** GitHub as a forge. Wishes come true one after the other, so that two for one key never race. */
export function githubForge(client: GithubClient, options: ForgeOptions = {}): GithubForge {
  const own = new OwnLogin(options.login);
  const labels = new Labels(options.labels ?? {});
  const told = new Map<string, KnownCheck>();
  const files = new CommitFiles();
  return {
    ensureCheck: (check) => ensure(client, (visit) => ensureCheck(visit, { own, told }, check)),
    ensureIssue: (issue) => ensure(client, (visit) => ensureIssue(visit, { own, labels }, issue)),
    ensureComment: (comment) => ensure(client, (visit) => ensureComment(visit, own, comment)),
    labelsOf: (issue) =>
      ensure(client, async (visit) => ({ kind: 'known' as const, labels: await labelsOf(visit, issue) })),
    pullOf: (commit) => ensure(client, (visit) => pullOf(visit, commit)),
    hasReply: (place) =>
      ensure(client, async (visit) => ({ kind: 'known' as const, isThere: await hasReply(visit, own, place) })),
    react: (reaction) => ensure(client, (visit) => react(visit, own, reaction)),
    permissionOf: (login) => ensure(client, (visit) => permissionOf(visit, login)),
    dispatch: (wish) => ensure(client, (visit) => dispatch(visit, wish)),
    tipOf: (branch) => ensure(client, (visit) => tipOf(visit, branch)),
    forkOf: (base, head) => ensure(client, (visit) => forkOf(visit, base, head)),
    filesAt: (commit, which) =>
      ensure(client, async (visit) => ({ kind: 'known', files: await files.filesAt(visit, commit, which) })),
    differingFiles: (base, head) =>
      ensure(client, async (visit) => ({ kind: 'known', ...(await files.differingFiles(visit, base, head)) })),
    pull: (number) => ensure(client, (visit) => pull(visit, number)),
    reviewsOf: (number) => ensure(client, (visit) => reviewsOf(visit, number)),
    originOf: (number) => ensure(client, (visit) => originOf(visit, number)),
    ownComments: (issue, keys) => ensure(client, (visit) => ownComments(visit, own, issue, keys)),
    membersOf: (team) => ensure(client, (visit) => membersOf(visit, team)),
    checkSince: (check) => ensure(client, (visit) => checkSince(visit, own, check)),
    isCheckedByOthers: (check) => ensure(client, (visit) => isCheckedByOthers(visit, own, check)),
    removeComment: (comment) => ensure(client, (visit) => removeComment(visit, own, comment)),
    commitNamed: (name) => ensure(client, (visit) => commitNamed(visit, name)),
    newestChange: (tip, path) => ensure(client, (visit) => newestChange(visit, tip, path)),
    arrivalOf: (commit, branch) => ensure(client, (visit) => arrivalOf(visit, commit, branch)),
    ensureChange: (wish) => ensure(client, (visit) => ensureChange(visit, wish)),
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
