import type { Concern } from './concerns.ts';

/** A world in which something went wrong once, and why. */
export interface KnownStory {
  readonly name: string;
  readonly seed: number;
  /** What its world holds. */
  readonly with: readonly Concern[];
  /** Faults and acts that it does not take. */
  readonly without: readonly string[];
}

/** Found by the swarm and mended since; each bug has a test of its own as well, which says what is to be. */
export const stories: readonly KnownStory[] = [
  {
    name: 'a tick whose remote is away for a moment keeps its lease for as long as its runs go on',
    seed: 68,
    with: [],
    without: [],
  },
  {
    name: 'a job that stood still does not show as cancelled what another one has ended well meanwhile',
    seed: 3,
    with: ['freezes'],
    without: [],
  },
  {
    name: 'a run that a server ended when somebody else had gone on with it is one success, not two',
    seed: 54,
    with: [],
    without: [],
  },
  {
    name: 'an issue is closed that a job made and died before it could note that',
    seed: 5,
    with: [],
    without: [],
  },
  {
    name: 'the check of a first run is completed, though the job that began it died and a server went on with it',
    seed: 21,
    with: [],
    without: [],
  },
  {
    name: 'a mark that was answered outlives the machine that has answered it',
    seed: 2,
    with: ['comments'],
    without: [],
  },
  {
    name: 'of two marks of a run at the same time none is lost',
    seed: 27,
    with: ['comments'],
    without: [],
  },
  {
    name: 'a command is not settled because the forge did not say what it was',
    seed: 14,
    with: ['comments'],
    without: [],
  },
  {
    name: 'the first successes of a pipeline all count, though two clones stored them at once',
    seed: 1062,
    with: ['comments'],
    without: [],
  },
  {
    name: 'a lost comment is looked for until the forge has answered',
    seed: 1046,
    with: ['comments'],
    without: [],
  },
];
