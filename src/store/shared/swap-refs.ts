import type { Edits, Version } from '../documents/documents.ts';
import type { Urgency } from '../push/push-budget.ts';
import type { PushCompanion } from '../push/push-companion.ts';

/** `unknown`: there was no answer; whoever needs to know looks. */
export type SwapOutcome = 'done' | 'moved' | 'unknown';

/**
 * Refs whose truth lies in one place: the remote, or this clone if nothing is shared. Unlike state they are never joined and
 * never written while that place cannot be reached: a lease or a slot that only one side knows of is none.
 */
export interface SwapRefs {
  /** Where the refs of a namespace (it ends in `/`), or one ref, are now, by name. */
  list(refOrNamespace: string): Promise<ReadonlyMap<string, Version>>;
  /** The text of a document of a version that was listed or made here. */
  read(version: Version, path: string): Promise<string | undefined>;
  /** When a version was made, in milliseconds since the epoch, by the clock of whoever made it; absent where that is not kept. */
  madeAt?(version: Version): Promise<number>;
  /** Makes a version that no ref names yet. The message must hold something random: no two versions may be the same. */
  make(parent: Version | undefined, edits: Edits, message: string): Promise<Version>;
  /**
   * Moves a ref from exactly one version to another that builds on it; `undefined` stands for a ref that does not exist.
   *
   * @throws {Problem} SG608 if the other side will not have it.
   */
  swap(ref: string, from: Version | undefined, to: Version | undefined, urgency: Urgency): Promise<SwapOutcome>;
  /** Where refs are pushed to: lets one of them go along with whatever is pushed. */
  readonly escort?: PushEscort;
}

/** The side of a queue of pushes that its companion sees. */
export interface PushEscort {
  accompany(companion: PushCompanion): void;
  /** A push for the companion's sake; settles when it is over, whatever became of it. */
  escort(urgency: 'now' | 'beat' | 'last'): Promise<void>;
}
