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
}

/** An approving review that has not been dismissed, by a person who may write to the repository. */
export interface Approval {
  readonly login: string;
  /** What was reviewed; it counts for this commit only. */
  readonly commit: string;
}

/** Who belongs to the teams that files and CODEOWNERS name, e.g. `@acme/data`; a team that could not be asked about is absent. */
export type TeamMembers = ReadonlyMap<string, readonly string[]>;
