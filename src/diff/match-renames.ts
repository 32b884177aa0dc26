import { type Features, likeness } from './likeness.ts';

/** What is less alike than this is not the same thing under another name. */
export const leastLikeness = 0.6;

/** Pairs that are compared at most; of more only what is wholly the same is found. As git does it for files. */
export const mostPairs = 10_000;

/** Something that only one side has. */
export interface Candidate {
  readonly id: string;
  readonly features: Features;
}

export interface Match {
  readonly from: string;
  readonly to: string;
  /** From `leastLikeness` to 1, with two decimals. */
  readonly likeness: number;
}

/**
 * What is gone and what has come, put together where it is alike: the most alike first, of equals those that come first. Each stands
 * in one pair at most.
 */
export function matchRenames(gone: readonly Candidate[], come: readonly Candidate[]): readonly Match[] {
  const pairs = gone.length * come.length > mostPairs ? equalPairs(gone, come) : allPairs(gone, come);
  const taken = { from: new Set<string>(), to: new Set<string>() };
  const matches: Match[] = [];
  for (const pair of pairs.toSorted((a, b) => b.likeness - a.likeness)) {
    if (taken.from.has(pair.from) || taken.to.has(pair.to)) continue;
    taken.from.add(pair.from);
    taken.to.add(pair.to);
    matches.push({ ...pair, likeness: Math.floor(pair.likeness * 100) / 100 });
  }
  return matches;
}

function allPairs(gone: readonly Candidate[], come: readonly Candidate[]): readonly Match[] {
  return gone.flatMap((old) =>
    come
      .map((fresh) => ({ from: old.id, to: fresh.id, likeness: likeness(old.features, fresh.features) }))
      .filter((pair) => pair.likeness >= leastLikeness),
  );
}

function equalPairs(gone: readonly Candidate[], come: readonly Candidate[]): readonly Match[] {
  const byText = new Map<string, Candidate[]>();
  for (const old of gone) {
    const text = textOf(old);
    byText.set(text, [...(byText.get(text) ?? []), old]);
  }
  return come.flatMap((fresh) => {
    const old = byText.get(textOf(fresh))?.shift();
    return old === undefined ? [] : [{ from: old.id, to: fresh.id, likeness: 1 }];
  });
}

function textOf({ features }: Candidate): string {
  return JSON.stringify([...features].sort(([a], [b]) => (a < b ? -1 : 1)));
}
