import type { Instant } from '../../run/document.ts';
import type { Declined } from './forge.ts';

/** Who has the history of files, and takes changes of them as pull requests. As of every forge, nothing throws for what it says or fails to say. */
export interface ChangeForge {
  /** The commit that an id, the beginning of one, or a tag stands for; absent if there is none. */
  commitNamed(name: string): Promise<{ readonly kind: 'known'; readonly commit?: NamedCommit } | Declined>;
  /** The newest commit in the history of `tip` that touched a file; absent if none did. */
  newestChange(
    tip: string,
    path: string,
  ): Promise<{ readonly kind: 'known'; readonly commit?: NamedCommit } | Declined>;
  /** The merge that brought a commit to a branch; absent if it was made on the branch itself, or nobody knows. */
  arrivalOf(
    commit: string,
    branch: string,
  ): Promise<{ readonly kind: 'known'; readonly commit?: NamedCommit } | Declined>;
  /** One open pull request for each branch: if there is one it stays as it is. */
  ensureChange(
    wish: ChangeWish,
  ): Promise<{ readonly kind: 'created' | 'unchanged'; readonly number: number; readonly url: string } | Declined>;
}

export interface NamedCommit {
  readonly commit: string;
  /** The first is the one that it was merged into; none of the first commit of all. */
  readonly parents: readonly string[];
  readonly at: Instant;
}

/** Files are to be as they are in another commit. */
export interface ChangeWish {
  /** A branch that nobody else uses: what it holds is replaced unless a pull request of it is open. */
  readonly branch: string;
  /** Name and tip of the branch that it is for. */
  readonly base: { readonly branch: string; readonly commit: string };
  /** The commit that has the files as they shall be; one that it does not have goes. */
  readonly from: string;
  readonly paths: readonly string[];
  /** First line of the commit, and title of the pull request. */
  readonly title: string;
  /** Of the pull request: Markdown that is safe and within the limits of `forge-limits.ts`. */
  readonly body: string;
}
