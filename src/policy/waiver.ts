/** A person's word that a finding of the policy may stand. It is for one commit: the next push asks again. */
export interface Waiver {
  /** Of the finding, e.g. `SG871`. */
  readonly code: string;
  /** For one pipeline only; absent: for all that the code finds in this pull request. */
  readonly pipeline?: string;
  /** Who gave it. */
  readonly login: string;
  readonly reason: string;
  /** The head commit that it was given for. */
  readonly commit: string;
  /** The branch that the pull request went to then: what may stand in one is nobody's word on another. */
  readonly base: string;
}

/** An approving review that has not been dismissed, by a person who may write to the repository. */
export interface Approval {
  readonly login: string;
  /** What was reviewed; it counts for this commit only. */
  readonly commit: string;
  /** The branch that the pull request went to then. Absent: nobody knows any more, so it counts for none. */
  readonly base?: string;
}

/** Who has made the commits of a pull request, as far as its forge knows. */
export interface Makers {
  /** Of accounts that commits name as authors or committers, and of those that pushed. */
  readonly logins: readonly string[];
  /** Commits that name somebody without an account. */
  readonly unknown: number;
  /** False: there are more commits than the forge lists, and nobody knows who made the others. */
  readonly isWhole: boolean;
}

/** Who belongs to the teams that files and CODEOWNERS name, e.g. `@acme/data`; a team that could not be asked about is absent. */
export type TeamMembers = ReadonlyMap<string, readonly string[]>;
