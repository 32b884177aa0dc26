import type { Dice } from './dice.ts';

/**
 * What a world may hold beside the plainest of teams and machines, with how many of all worlds hold it. Each draws only from streams
 * of its own. So a world in which one is absent is the same whether it was invented or not: what was found stays found.
 */
const howOften = {
  /** Pipelines share slots of pools. */
  pools: 0.4,
  /** Tasks with `if`, `foreach`, other trigger rules, `continue-on-error`, short timeouts. */
  branches: 0.5,
  /** Machines that stand still for a while and go on as if nothing had been. */
  freezes: 0.3,
  /** Machines that reach nobody for longer than a lease counts, while tasks take as long. */
  islands: 0.3,
  /** Disks that lose what was not flushed when their machine dies, and disks that are full. */
  disks: 0.35,
  /** Wall clocks that are wrong by minutes. */
  clocks: 0.25,
  /** People who write comments. */
  comments: 0.4,
} as const satisfies Readonly<Record<string, number>>;

export type Concern = keyof typeof howOften;

export const concernNames = Object.keys(howOften) as readonly Concern[];

/** The concerns of the world of a seed: as they are asked for, else by lot. */
export function drawConcerns(dice: Dice, asked?: readonly Concern[]): ReadonlySet<Concern> {
  if (asked !== undefined) return new Set(asked);
  return new Set(concernNames.filter((name) => dice.fork(`concern ${name}`).isLikely(howOften[name])));
}

/** Names with commas between, or `none`. Throws for one that nobody knows. */
export function parseConcerns(text: string): readonly Concern[] {
  const names = text === 'none' ? [] : text.split(',').filter(Boolean);
  return names.map((name) => {
    const known = concernNames.find((each) => each === name);
    if (known === undefined) throw new Error(`no world holds ${name}: there are ${concernNames.join(', ')}`);
    return known;
  });
}
