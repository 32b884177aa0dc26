import type { Diff } from '../diff/change.ts';
import type { ChangedPair } from '../diff/changed-pair.ts';
import type { Risk } from '../diff/risk.ts';
import type { Side } from '../diff/side.ts';
import type { Rulebook } from './rulebook.ts';
import type { Approval, Makers, TeamMembers, Waiver } from './waiver.ts';

/** All that the policy judges by. */
export interface PolicyCase {
  readonly base: Side;
  readonly head: Side;
  readonly diff: Diff;
  readonly risks: readonly Risk[];
  readonly rules: Rulebook;
  readonly people: People;
  /** Backfill files that are new or differ, with the pipeline that each would run. */
  readonly backfills?: readonly { readonly file: string; readonly pipeline: string }[];
  /** Milliseconds since the epoch: scheduled runs are those after it. */
  readonly now: number;
}

/** Who proposes the change, and who has agreed to it. */
export interface People {
  /** Absent: nobody proposes it yet, as on a laptop. */
  readonly author?: string;
  /** The newest commit of the change: what was agreed to at another does not count. */
  readonly commit?: string;
  /** The branch that the change goes to: nor does what was agreed to for another. */
  readonly base?: string;
  /** Who has made its commits, besides the author. Absent: nobody but the author is known to have. */
  readonly makers?: Makers;
  readonly approvals: readonly Approval[];
  readonly waivers: readonly Waiver[];
  readonly teams: TeamMembers;
}

/** Of a change that nobody has been asked about. */
export const nobody: People = { approvals: [], waivers: [], teams: new Map() };

/** A pipeline that the change does something to. */
export interface Touched extends Pick<ChangedPair, 'before' | 'after' | 'oldTasks'> {
  /** Its id after the change; of one that is gone, the old one. */
  readonly id: string;
  /** Its file after the change; of one that is gone, the old one. */
  readonly file: string;
  /** It was there before, and nobody could read it: whom it belonged to is not known. */
  readonly wasUnreadable?: true;
}
