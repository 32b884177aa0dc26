import type { Concern } from './concerns.ts';
import { Dice, hashOf } from './dice.ts';

/** What can go wrong, and how often at the most: a seed draws a rate up to it, or none at all. */
const mostOften = {
  /** A push does not arrive. */
  'push-lost': 0.4,
  /** A push arrives, and nobody hears of it. */
  'push-answer-lost': 0.4,
  /** The same, and it arrives after its sender has given it up. */
  'push-late': 0.2,
  /** Of a push of several refs, each for itself, only some arrive. */
  'push-torn': 0.3,
  'fetch-lost': 0.3,
  /** One machine does not reach the remote and the forge for a while. */
  'machine-cut-off': 0.02,
  /** A process dies between two effects; what it has written stays, its tasks end a little later. */
  'process-dies': 0.02,
  /** The machine dies with it, and its disk too, if it is one of a forge. */
  'machine-dies': 0.01,
  /** Somebody cancels a job. */
  'job-cancelled': 0.1,
  'wake-late': 0.5,
  'wake-lost': 0.3,
  'wake-doubled': 0.3,
  'forge-away': 0.4,
  /** It does what it is asked, and nobody hears of it. */
  'forge-answer-lost': 0.4,
  'forge-throttles': 0.1,
  'task-fails': 0.3,
  'task-slow': 0.1,
} as const satisfies Readonly<Record<string, number>>;

/** What goes wrong only in worlds that hold a concern, whose rate is drawn by itself. */
const mostOftenWith = {
  /** What wakes those who answer comments: it never comes, late, or twice. */
  'event-lost': { concern: 'comments', most: 0.4 },
  'event-late': { concern: 'comments', most: 0.4 },
  'event-doubled': { concern: 'comments', most: 0.5 },
  /** The disk of a machine is full for a while. */
  'disk-full': { concern: 'disks', most: 0.004 },
  /** All processes of a machine stand still for a while, and go on as if nothing had been. */
  'machine-freezes': { concern: 'freezes', most: 0.004 },
  /** One machine reaches neither the remote nor the forge for long. */
  'machine-islanded': { concern: 'islands', most: 0.03 },
  'task-long': { concern: 'islands', most: 0.6 },
} as const satisfies Readonly<Record<string, { readonly concern: Concern; readonly most: number }>>;

type PlainKind = keyof typeof mostOften;

export type FaultKind = PlainKind | keyof typeof mostOftenWith;

const plainKinds = Object.keys(mostOften) as readonly PlainKind[];

export const faultKinds: readonly FaultKind[] = [
  ...plainKinds,
  ...(Object.keys(mostOftenWith) as (keyof typeof mostOftenWith)[]),
];

export interface Happened {
  /** Kind and number of the draw: names it in another play of the same seed. */
  readonly id: string;
  readonly about: string;
}

/** All that goes wrong in a world. Each kind has draws of its own, so that one left out moves no other's. */
export class Faults {
  readonly rates: Readonly<Record<FaultKind, number>>;
  readonly happened: Happened[] = [];
  readonly #seed: number;
  readonly #without: ReadonlySet<string>;
  readonly #draws = new Map<FaultKind, number>();
  #isOff = false;

  /** @param without Ids of faults, or kinds, that do not happen. */
  constructor(seed: number, concerns: ReadonlySet<Concern>, without: ReadonlySet<string> = new Set()) {
    const dice = new Dice(seed).fork('rates');
    const plain = plainKinds.map((kind) => [kind, drawRate(dice, mostOften[kind])]);
    const others = Object.entries(mostOftenWith).map(([kind, { concern, most }]) => [
      kind,
      concerns.has(concern) ? drawRate(new Dice(seed).fork(`rate ${kind}`), most) : 0,
    ]);
    this.rates = Object.fromEntries([...plain, ...others]);
    this.#seed = hashOf(seed, 'faults');
    this.#without = without;
  }

  /** From now on nothing goes wrong any more. */
  end(): void {
    this.#isOff = true;
  }

  get areOver(): boolean {
    return this.#isOff;
  }

  /** @param about What it happens to, for the story. */
  happens(kind: FaultKind, about: string): boolean {
    const draw = (this.#draws.get(kind) ?? 0) + 1;
    this.#draws.set(kind, draw);
    const id = `${kind}#${draw}`;
    const isDrawn = hashOf(this.#seed, id) / 2 ** 32 < this.rates[kind];
    if (!isDrawn || this.#isOff || this.#without.has(id) || this.#without.has(kind)) return false;
    this.happened.push({ id, about });
    return true;
  }
}

function drawRate(dice: Dice, most: number): number {
  return dice.isLikely(0.4) ? 0 : most * dice.fraction() ** 2;
}
