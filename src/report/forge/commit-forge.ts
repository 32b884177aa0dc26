import type { Declined } from './forge.ts';

/** Who has commits and their files, for whoever has no clone. As of every forge, nothing throws for what it says or fails to say. */
export interface CommitForge {
  /** The newest commit of a branch; absent if there is no such branch. */
  tipOf(branch: string): Promise<{ readonly kind: 'known'; readonly commit?: string } | Declined>;
  /** Where `head` left the history of `base`, both ids of commits; absent if they share none, or one of them is gone. */
  forkOf(base: string, head: string): Promise<{ readonly kind: 'known'; readonly commit?: string } | Declined>;
  /** Regular files of a commit, sorted by path; links and submodules are left out, and so is what is not there. */
  filesAt(
    commit: string,
    which: WantedFiles,
  ): Promise<{ readonly kind: 'known'; readonly files: readonly CommitFile[] } | Declined>;
  /** The ids of all files that differ between two commits, by path; of the one where there is none, nothing. Submodules do not count. */
  differingFiles(base: string, head: string): Promise<({ readonly kind: 'known' } & DifferingIds) | Declined>;
}

export interface WantedFiles {
  /** From the repository's root, with `/`: files, or folders with all that is below them. */
  readonly paths: readonly string[];
  /** Of those at or below these paths. Absent: all of them. */
  readonly isWanted?: (path: string) => boolean;
  /** Of one file, in bytes: of a larger one come as many blanks, and one more. */
  readonly longest: number;
}

export interface CommitFile {
  /** From the repository's root, with `/`. */
  readonly file: string;
  readonly content: Uint8Array;
}

/** With their modes where these differ: a script that may not be run any more has changed, though its bytes have not. */
export interface DifferingIds {
  readonly base: ReadonlyMap<string, string>;
  readonly head: ReadonlyMap<string, string>;
}
