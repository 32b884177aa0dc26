import type { History } from '../diff/history.ts';
import type { Approval, Makers, TeamMembers, Waiver } from '../policy/waiver.ts';
import type { Interval } from '../run/document.ts';
import type { RunSummary } from '../run/ports.ts';
import type { InputFile } from '../validate/rule.ts';

/**
 * What a pull request proposes, and all that its judgement needs to know besides. Plain data that a thread can be handed: whoever judges
 * asks nobody, and executes nothing of it.
 */
export interface PullChange {
  /** Where the pull request left the branch that it goes to. */
  readonly base: CommitFiles;
  readonly head: CommitFiles;
  /**
   * From the tip of the branch that it goes to: whoever changes the rules is judged by those of before.
   * Texts of `.github/segue.yml` and of CODEOWNERS; absent where there is no such file.
   */
  readonly rules: { readonly settings?: string; readonly codeowners?: string };
  readonly author: string;
  /** Who made its commits; absent where nobody has agreed to this commit, and so nobody has asked. */
  readonly makers?: Makers;
  readonly approvals: readonly Approval[];
  readonly waivers: readonly Waiver[];
  readonly teams: TeamMembers;
  /** What the stored state says of earlier runs; absent if it could not be read: then what rests on it is told as not checked. */
  readonly history?: History;
  /** Ids of pipelines whose stored state is there and cannot be read; `history` and `runs` have none of them. */
  readonly illegible?: readonly string[];
  /** Runs of the pipelines of `historyWanted`, by id; absent if they could not be read. What is left of a backfill follows from them. */
  readonly runs?: ReadonlyMap<string, KnownRuns>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What the stored state says of the runs of a pipeline. */
export interface KnownRuns {
  /** See `PipelineState.served`. */
  readonly served: readonly Interval[];
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  /** The highest of its backfills; 0 without any. */
  readonly newestGeneration: number;
}

/** What Segue reads of a commit. */
export interface CommitFiles {
  /** As people call it: the branch; of the base, the one that the pull request goes to. */
  readonly name: string;
  readonly commit: string;
  /** Bytes of `.github/segue.yml`; absent without one. */
  readonly settings?: Uint8Array;
  /** All below the folder of the pipelines: pipelines, backfills, tests. */
  readonly files: readonly InputFile[];
  /** Where these were looked for; absent: where the settings say. */
  readonly folder?: string;
  /** Git's ids of files that differ between the two commits, by path; a file that is not there is left out. */
  readonly digests: ReadonlyMap<string, string>;
  /** Of the head: the text of `.github/workflows/segue.yml`; absent where there is no such file, or where nobody has looked. */
  readonly workflow?: string;
}
