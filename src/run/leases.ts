import type { Instant, ProcessGroup } from './document.ts';

/** Who holds a lease, and for how long it counts without a beat. It stays as it was put up. */
export interface LeaseFacts {
  /** `h-` and letters or digits; a claim names it. */
  readonly holder: string;
  /** The machine and the clone on it. */
  readonly place: string;
  readonly process: ProcessGroup;
  readonly leaseMs: number;
  readonly since: Instant;
}

/** Where holders show that they live, and others look. */
export interface LeaseBoard {
  /** Puts up a new lease; everyone can see it when this resolves. */
  put(facts: LeaseFacts): Promise<PostedLease>;
  /**
   * Gets a new lease ready. Where claims are pushed it goes with the first of them, which counts only together with it.
   *
   * @param shown Told of beats that went along with other pushes, by the steady time at which they began.
   */
  announce(facts: LeaseFacts, shown: (began: number) => void): Promise<AnnouncedLease>;
  /** The newest beat of each lease that is up, by holder. Two beats are never the same. */
  beats(): Promise<ReadonlyMap<string, string>>;
  /** What a lease says of its holder; undefined if it makes no sense. */
  facts(holder: string, beat: string): Promise<LeaseFacts | undefined>;
  /** When a beat was made, in milliseconds since the epoch, by the clock of its holder; absent where that is not kept. */
  madeAt?(beat: string): Promise<number>;
  /** Takes a lease down if there was no beat since this one; false if there was, or nobody knows. */
  remove(holder: string, beat: string): Promise<boolean>;
}

export interface AnnouncedLease {
  /** Settles when the lease is up, whoever saw to it; never if nothing was claimed. */
  readonly risen: Promise<PostedLease>;
  /** Puts it up now, unless it is; everyone can see it when this resolves. */
  put(): Promise<PostedLease>;
}

export interface PostedLease {
  /** When it was put up at the earliest, by the steady clock; absent: since it was asked for. */
  readonly began?: number;
  /** `shown`: everyone can see it. `gone`: somebody has taken the lease down. `unknown`: there was no answer. */
  beat(): Promise<'shown' | 'gone' | 'unknown'>;
  /** Takes the lease down; without an answer others wait until it has run out. */
  remove(): Promise<void>;
}

/** Spans from the START of the last beat that was confirmed, in milliseconds. The last one is of the observer's clock. */
export interface LeaseTimes {
  readonly beatMs: number;
  /** From one beat without an answer to the next. */
  readonly retryMs: number;
  /** The holder asks its tasks to end. */
  readonly endMs: number;
  /** It kills them: all is over before `leaseMs`. */
  readonly killMs: number;
  /** Whoever has seen no beat for so long takes the holder for dead. */
  readonly deadMs: number;
}

/** What is left of a lease if no further beat of it can be seen, in milliseconds from now. */
export interface LeaseLeft {
  /** Until the holder asks its tasks to end; 0 if it has. */
  readonly endMs: number;
  /** Until it kills them. */
  readonly killMs: number;
}

/** More often a remote is not asked, unless a lease is so short that it must be. */
const [politeMs, shortBeatMs] = [10_000, 12_000];
const endingMs = 20_000;
const killingMs = 5_000;

/**
 * A holder that cannot show itself has given up all its work when the lease has run out, and observers begin to count later
 * than it does: a beat can be seen only after it began. So no two of them work at once, however their wall clocks are set;
 * the margin is for steady clocks that run at different speeds.
 */
export function leaseTimes(leaseMs: number): LeaseTimes {
  const beatMs = leaseMs / 5;
  return {
    beatMs,
    retryMs: beatMs < shortBeatMs ? beatMs / 4 : Math.max(beatMs / 4, politeMs),
    endMs: leaseMs - Math.min(endingMs, leaseMs * 0.4),
    killMs: leaseMs - Math.min(killingMs, leaseMs * 0.2),
    deadMs: leaseMs * 1.05 + 1_000,
  };
}

/** What an observer remembers of a lease, by its own steady clock. */
export interface Watched {
  readonly beat: string;
  /** When this beat was first seen. */
  readonly since: number;
  /** Another beat was seen before it. */
  readonly moved: boolean;
  readonly facts: Omit<LeaseFacts, 'holder' | 'since'>;
}

/** `unknown`: nobody can tell before it has been watched for `watchMs` more. `silent`: it has missed two beats at least. */
export type LeaseVerdict =
  | { readonly kind: 'alive' }
  | { readonly kind: 'dead'; readonly why: 'gone' | 'process' | 'silent' }
  | { readonly kind: 'unknown'; readonly watchMs: number; readonly silent?: true };

/** Who looks. */
export interface Observer {
  readonly place: string;
  readonly boot: string;
  /** True if this very process lives on this machine. */
  isAlive(process: ProcessGroup): boolean;
}

/**
 * Judges one lease; `watched` is undefined if it is not up. At the holder's own place its process is looked at, so that
 * nobody waits for one that is known to be dead.
 */
export function leaseVerdict(watched: Watched | undefined, now: number, observer: Observer): LeaseVerdict {
  if (watched === undefined) return { kind: 'dead', why: 'gone' };
  const { place, process, leaseMs } = watched.facts;
  if (place === observer.place) {
    const lives = process.boot === observer.boot && observer.isAlive(process);
    return lives ? { kind: 'alive' } : { kind: 'dead', why: 'process' };
  }
  const silentMs = now - watched.since;
  const { deadMs } = leaseTimes(leaseMs);
  if (silentMs >= deadMs) return { kind: 'dead', why: 'silent' };
  if (silentMs >= leaseMs / 2) return { kind: 'unknown', watchMs: deadMs - silentMs, silent: true };
  return watched.moved ? { kind: 'alive' } : { kind: 'unknown', watchMs: deadMs - silentMs };
}

/** What is remembered after a look at the board. A lease that is no longer up is forgotten. */
export function watch(
  known: ReadonlyMap<string, Watched>,
  beats: ReadonlyMap<string, string>,
  now: number,
  facts: (holder: string) => Watched['facts'],
): ReadonlyMap<string, Watched> {
  const watched = [...beats].map(([holder, beat]): [string, Watched] => {
    const before = known.get(holder);
    if (before?.beat === beat) return [holder, before];
    return [holder, { beat, since: now, moved: before !== undefined, facts: before?.facts ?? facts(holder) }];
  });
  return new Map(watched);
}
