/** A world in which something went wrong once, and why. */
export interface KnownStory {
  readonly name: string;
  readonly seed: number;
  /** Faults and acts that it does not take. */
  readonly without: readonly string[];
}

/** Found by the swarm and mended since; each bug has a test of its own as well, which says what is to be. */
export const stories: readonly KnownStory[] = [];
