/** Why GitHub did not do, or did not say that it did, what a request asked for. */
export type FailureKind =
  /** Too many requests. It was not done, and all others would be answered likewise. */
  | 'limited'
  /** A fault of GitHub or of the way to it. */
  | 'faulty'
  /** The token is wrong, or its time is over. */
  | 'unknown-token'
  /** It will not be done as it is asked for. */
  | 'refused';

interface FailureDetails {
  readonly status?: number;
  /** The request may have been carried out all the same: nobody has said that it was not. */
  readonly maybeDone?: boolean;
  /** GitHub's word on when to come back. */
  readonly afterMs?: number;
  /** The fields that it did not like, by GitHub's names, with what they held. */
  readonly fields?: readonly FieldProblem[];
  /** GitHub's words for the permissions that would do, e.g. `issues=write; pull_requests=write`. */
  readonly permissions?: string;
}

export interface FieldProblem {
  readonly field?: string;
  readonly code?: string;
  readonly value?: unknown;
}

/** What every request of `client.ts` throws in place of octokit's own errors. */
export class GithubFailure extends Error {
  override readonly name = 'GithubFailure';
  readonly kind: FailureKind;
  readonly status: number | undefined;
  readonly maybeDone: boolean;
  readonly afterMs: number | undefined;
  readonly fields: readonly FieldProblem[];
  readonly permissions: string | undefined;

  constructor(kind: FailureKind, message: string, details: FailureDetails = {}) {
    super(message);
    this.kind = kind;
    this.status = details.status;
    this.maybeDone = details.maybeDone ?? false;
    this.afterMs = details.afterMs;
    this.fields = details.fields ?? [];
    this.permissions = details.permissions;
  }
}

/** The answer; undefined if nothing is there or the token may not see it: 404 and 410, GitHub does not tell these apart. */
export async function unlessGone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof GithubFailure && (error.status === 404 || error.status === 410)) return undefined;
    throw error;
  }
}
