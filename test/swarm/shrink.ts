import { faultKinds } from './faults.ts';
import type { Played } from './play.ts';

/** A story that still goes wrong: what of all that happened it takes. */
export interface Story {
  readonly played: Played;
  readonly without: ReadonlySet<string>;
}

export interface ShrinkOptions {
  readonly play: (without: ReadonlySet<string>) => Promise<Played>;
  /** Plays at the most. */
  readonly most: number;
}

/**
 * Leaves out of a world what it takes not: whole kinds of faults first, then halves, quarters and single ones of those that happened,
 * and what people did. What happens later may be another story without it; any that goes wrong will do.
 */
export async function shrink(first: Played, { play, most }: ShrinkOptions): Promise<Story> {
  let story: Story = { played: first, without: new Set() };
  let left = most;
  const tryWithout = async (more: readonly string[]): Promise<boolean> => {
    if (left-- <= 0) return false;
    const without = new Set([...story.without, ...more]);
    const played = await play(without);
    if (played.broken.length === 0) return false;
    story = { played, without };
    return true;
  };
  for (const kind of faultKinds)
    if (story.played.happened.some(({ id }) => id.startsWith(`${kind}#`))) await tryWithout([kind]);
  let size = Math.ceil(partsOf(story.played).length / 2);
  while (size >= 1 && left > 0) {
    let isSmaller = false;
    const parts = partsOf(story.played);
    for (let at = 0; at < parts.length && left > 0; at += size) {
      isSmaller = (await tryWithout(parts.slice(at, at + size))) || isSmaller;
    }
    if (size === 1 && !isSmaller) break;
    size = size === 1 ? 1 : Math.ceil(size / 2);
  }
  return story;
}

function partsOf({ happened, acts }: Played): readonly string[] {
  return [...acts.map(({ id }) => id), ...happened.map(({ id }) => id)];
}

/** What happened, in a few lines that somebody can follow. */
export function tellStory({ played, without }: Story, lines = 40): string {
  const { seed, concerns, broken, happened, acts, log, digest } = played;
  return [
    `Seed ${seed} goes wrong: ${broken[0] ?? 'not at all'}`,
    `With ${happened.length} faults and ${acts.length} acts of people (log ${digest.slice(0, 12)}):`,
    ...happened.map(({ id, about }) => `  ${id}: ${about}`),
    ...acts.map(({ id, kind, afterMs }) => `  ${id}: ${kind} after ${Math.round(afterMs / 60_000)} minutes`),
    'What came before it:',
    ...log.slice(-lines).map((line) => `  ${line}`),
    `Play it again: npm run swarm -- --seed ${seed} --with ${concerns.join(',') || 'none'}${without.size === 0 ? '' : ` --without ${[...without].join(',')}`}`,
  ].join('\n');
}
