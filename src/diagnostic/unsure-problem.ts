import { Problem } from './problem.ts';

/** Whoever was asked has not answered: what was asked for may be done all the same. */
export class UnsureProblem extends Problem {}
