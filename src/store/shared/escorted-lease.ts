import { Problem } from '../../diagnostic/problem.ts';
import type { AnnouncedLease, PostedLease } from '../../run/leases.ts';
import type { Clock } from '../../run/ports.ts';
import type { Version } from '../documents/documents.ts';
import type { Passage, PushCompanion, PushOccasion } from '../push/push-companion.ts';
import type { PushVerdict } from '../push/push-report.ts';
import { refusedProblem, unreachableProblem } from '../push/remote-problem.ts';
import type { PushEscort, SwapRefs } from './swap-refs.ts';

export interface EscortedLeaseOptions {
  readonly refs: SwapRefs;
  readonly ref: string;
  readonly first: Version;
  /** A message for the next beat; no two are the same. */
  readonly beat: () => string;
  readonly escort: PushEscort;
  readonly clock: Pick<Clock, 'steady'>;
  readonly everyMs: number;
  /** Told of each beat that everyone can see, by the steady time at which it began. */
  readonly shown: (began: number) => void;
}

/** Where the ref of the lease is; undefined: there is none. */
type Spot = Version | undefined;

interface Try {
  readonly to: Spot;
  /** When its push was about to start, steady. */
  readonly began: number;
}

const tries = 5;

/**
 * A lease at a remote. It moves only along with a push: it comes with the first claim, all or nothing, so that nobody can see
 * a claim without its lease; each push that follows is a beat; and it leaves with the last one, all or nothing too, so that
 * nobody goes on with what has ended.
 */
export class EscortedLease implements PushCompanion, AnnouncedLease, PostedLease {
  readonly #options: EscortedLeaseOptions;
  readonly risen: Promise<PostedLease>;
  #rise: () => void = () => {};
  /** Where it was last known to be. */
  #base: Spot;
  /** Where it may be instead: pushes whose answers were lost may arrive as long as none that followed has. */
  #tries: readonly Try[] = [];
  /** The newest of them, if its push goes on. */
  #going: Try | undefined;
  #end: 'ours' | 'by others' | undefined;
  #refusal: string | undefined;
  /** Since when it is up, and when the newest beat began that everyone can see. */
  #began: number | undefined;
  #shown = Number.NEGATIVE_INFINITY;

  constructor(options: EscortedLeaseOptions) {
    this.#options = options;
    this.risen = new Promise((resolve) => {
      this.#rise = () => resolve(this);
    });
    options.escort.accompany(this);
  }

  get ref(): string {
    return this.#options.ref;
  }

  get everyMs(): number {
    return this.#options.everyMs;
  }

  get isUp(): boolean {
    return this.#began !== undefined;
  }

  get began(): number {
    return this.#began ?? Number.NEGATIVE_INFINITY;
  }

  /** @throws {Problem} SG608 refused, SG609 unreachable. */
  async put(): Promise<PostedLease> {
    for (let attempt = 0; attempt < tries && !this.isUp; attempt++) {
      await this.#options.escort.escort('now');
      if (this.#refusal !== undefined) throw refusedProblem(this.ref, this.#refusal);
    }
    if (!this.isUp) throw unreachableProblem(this.ref, tries);
    return this;
  }

  async beat(): Promise<'shown' | 'gone' | 'unknown'> {
    const begun = this.#options.clock.steady();
    try {
      await this.#options.escort.escort('beat');
      if (this.#tries.length > 0) await this.#find();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
    if (this.#end === 'by others') return 'gone';
    return this.#shown >= begun ? 'shown' : 'unknown';
  }

  async remove(): Promise<void> {
    try {
      if (this.isUp && this.#end === undefined) await this.#options.escort.escort('last');
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }

  async next({ hasClaims, isLast }: PushOccasion): Promise<Passage | undefined> {
    if (!(this.isUp || hasClaims)) return undefined;
    try {
      if (this.#tries.length > 0) await this.#find();
    } catch (error) {
      // Where nothing is claimed nothing depends on it, and the push may find a way where the look did not.
      if (error instanceof Problem && !hasClaims) return undefined;
      throw error;
    }
    if (this.#end === undefined) return this.#leave(isLast);
    if (hasClaims) throw goneProblem();
    return undefined;
  }

  landed(verdict: PushVerdict): void {
    const going = this.#going;
    if (going === undefined) return;
    this.#going = undefined;
    this.#refusal = verdict.kind === 'refused' ? verdict.reason : undefined;
    if (verdict.kind === 'done') this.#arrive(going);
    if (verdict.kind === 'blocked') this.#tries = this.#tries.filter((each) => each !== going);
  }

  async #leave(isLast: boolean): Promise<Passage> {
    const { refs, first, beat } = this.#options;
    const base = this.#base;
    if (base === undefined) return this.#go(first, 'before');
    if (isLast) return this.#go(undefined, 'after');
    return this.#go(await refs.make(base, new Map(), beat()));
  }

  #go(to: Spot, bound?: 'before' | 'after'): Passage {
    this.#going = { to, began: this.#options.clock.steady() };
    this.#tries = [...this.#tries, this.#going];
    const update = { ref: this.ref, version: to, replaces: this.#base ?? ('none' as const) };
    return { update, ...(bound === undefined ? {} : { bound }) };
  }

  #arrive({ to, began }: Try): void {
    this.#base = to;
    this.#tries = [];
    if (to === undefined) {
      this.#end = 'ours';
      return;
    }
    this.#shown = began;
    this.#began ??= began;
    this.#options.shown(began);
    this.#rise();
  }

  /** After a lost answer. Where none of our pushes can have brought it somebody else has, or has taken it down. */
  async #find(): Promise<void> {
    const known = this.#tries;
    const seen = (await this.#options.refs.list(this.ref)).get(this.ref);
    // Another push has begun or ended meanwhile, and knows better.
    if (known !== this.#tries || seen === this.#base) return;
    const arrived = known.find(({ to }) => to === seen);
    if (arrived === undefined) this.#end = 'by others';
    else this.#arrive(arrived);
  }
}

function goneProblem(): Problem {
  return new Problem(
    'SG609',
    'The lease of this process was taken down by others: it starts nothing any more.',
    'Check the network and your access (`git ls-remote`); a new process begins with a new lease.',
  );
}
