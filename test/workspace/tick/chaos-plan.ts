import { Chance } from './chance.ts';

/** What becomes of a tick. `power`: its machine goes dark, with all that it has started; `kill`: Segue alone. */
export type Fate = 'lives' | 'kill' | 'power' | 'interrupt';

/** One tick of a clone: how it begins, and when it meets its fate. */
export interface TickLife {
  readonly pulls: boolean;
  readonly fate: Fate;
  /** Its fate waits until it works on a run. */
  readonly atWork: boolean;
  readonly afterMs: number;
  /** Before the next tick starts. */
  readonly restMs: number;
}

export type Fault =
  | { readonly kind: 'lose-answer' }
  /** Nobody reaches the remote. */
  | { readonly kind: 'away'; readonly forMs: number }
  /** One clone does not reach it. */
  | { readonly kind: 'cut'; readonly lane: number; readonly forMs: number }
  | { readonly kind: 'merge'; readonly cron: string; readonly note: number }
  | { readonly kind: 'squash'; readonly pipeline: string };

export interface TimedFault {
  readonly atMs: number;
  readonly fault: Fault;
}

export interface ChaosPlan {
  /** Each is one after the other; several may be in one clone. */
  readonly lives: readonly { readonly lane: number; readonly ticks: readonly TickLife[] }[];
  /** Each list goes on by itself, in the order of time. */
  readonly faults: readonly (readonly TimedFault[])[];
}

/** Longer than a lease of ten seconds and what others wait on top of it. */
export const cutMs = 14_000;

const fates = ['lives', 'lives', 'kill', 'power', 'interrupt'] as const;
const crons = ['*/2 * * * *', '*/3 * * * *', '1-59/2 * * * *', '* * * * *'];

/** The same seed gives the same plan, in milliseconds of a quick machine. Every kind of fate and fault is in it. */
export function chaosPlan(seed: number, lanes: number, forMs: number): ChaosPlan {
  const chance = new Chance(seed);
  // Two ticks at once in the first clone.
  const places = [...Array.from({ length: lanes }, (_, lane) => lane), 0];
  const lives = places.map((lane) => ({ lane, ticks: livesOf(chance.fork(), forMs) }));
  const cut: Fault = { kind: 'cut', lane: chance.between(0, lanes), forMs: cutMs };
  const squash: Fault = { kind: 'squash', pipeline: chance.pick(['handing', 'wide', 'newest']) };
  const faults = [
    [{ atMs: chance.between(1_500, 3_500), fault: cut }],
    [{ atMs: chance.between(6_000, 14_000), fault: squash }],
    remoteFaults(chance.fork(), forMs),
    merges(chance.fork(), forMs),
  ];
  return { lives, faults };
}

/** More than can be lived through; fates come in turns, so that none is left out. */
function livesOf(chance: Chance, forMs: number): readonly TickLife[] {
  const turns = Array.from({ length: Math.ceil(forMs / 2_000) }, () => chance.shuffle(fates));
  return turns.flat().map((fate) => ({
    pulls: chance.of(0.5),
    fate,
    atWork: chance.of(0.5),
    afterMs: chance.between(0, 4_000),
    restMs: chance.between(0, 500),
  }));
}

function remoteFaults(chance: Chance, forMs: number): readonly TimedFault[] {
  return spread(chance, forMs, [1_500, 4_000], ['lose-answer', 'lose-answer', 'away'] as const).map(
    ({ atMs, kind }) => ({
      atMs,
      fault: kind === 'away' ? { kind, forMs: chance.between(300, 3_000) } : { kind },
    }),
  );
}

function merges(chance: Chance, forMs: number): readonly TimedFault[] {
  return spread(chance, forMs, [4_000, 8_000], ['merge'] as const).map(({ atMs, kind }) => ({
    atMs,
    fault: { kind, cron: chance.pick(crons), note: chance.next() },
  }));
}

/** Kinds in turns, with pauses between a least and a most. */
function spread<T>(chance: Chance, forMs: number, [least, most]: readonly [number, number], kinds: readonly T[]) {
  const all: { readonly atMs: number; readonly kind: T }[] = [];
  let atMs = chance.between(least, most);
  while (atMs < forMs) {
    for (const kind of chance.shuffle(kinds)) {
      all.push({ atMs, kind });
      atMs += chance.between(least, most);
    }
  }
  return all.filter((each) => each.atMs < forMs);
}
