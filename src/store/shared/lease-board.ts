import { Problem } from '../../diagnostic/problem.ts';
import {
  type AnnouncedLease,
  type LeaseBoard,
  type LeaseFacts,
  leaseTimes,
  type PostedLease,
} from '../../run/leases.ts';
import type { Clock } from '../../run/ports.ts';
import { decodeLease, encodeLease } from '../codec/codec-lease.ts';
import type { Chance } from '../documents/document-state.ts';
import type { Version } from '../documents/documents.ts';
import { leasesOf } from '../names.ts';
import { unreachableProblem } from '../push/remote-problem.ts';
import { EscortedLease } from './escorted-lease.ts';
import type { SwapRefs } from './swap-refs.ts';

export const leasePath = 'lease.json';

const tries = 5;
const nonceBytes = 16;

export interface RefLeaseBoardOptions {
  readonly clock: Pick<Clock, 'steady'>;
  readonly chance: Pick<Chance, 'hex'>;
}

/**
 * Leases as refs: one for each holder, with a document that stays the same; each beat is one small commit on top of the
 * last. So a look at the names of refs tells who has moved, and a beat costs one object.
 */
export class RefLeaseBoard implements LeaseBoard {
  readonly #refs: SwapRefs;
  readonly #clock: Pick<Clock, 'steady'>;
  readonly #chance: Pick<Chance, 'hex'>;
  readonly #namespace: string;

  constructor(refs: SwapRefs, environment: string, { clock, chance }: RefLeaseBoardOptions) {
    this.#refs = refs;
    this.#clock = clock;
    this.#chance = chance;
    this.#namespace = leasesOf(environment);
  }

  /** @throws {Problem} SG608 refused, SG609 unreachable. */
  async put(facts: LeaseFacts): Promise<PostedLease> {
    return (await this.announce(facts)).put();
  }

  async announce(facts: LeaseFacts, shown: (began: number) => void = () => {}): Promise<AnnouncedLease> {
    const edits = new Map([[leasePath, encodeLease(facts)]]);
    const first = await this.#refs.make(undefined, edits, this.#message(`Hold a lease at ${facts.place}`));
    const [refs, clock, ref] = [this.#refs, this.#clock, `${this.#namespace}${facts.holder}`];
    const lease = { refs, ref, first, beat: () => this.#message('Beat') };
    if (refs.escort === undefined) return announceLocally(lease);
    const escort = refs.escort;
    return new EscortedLease({ ...lease, escort, clock, everyMs: leaseTimes(facts.leaseMs).beatMs, shown });
  }

  async beats(): Promise<ReadonlyMap<string, Version>> {
    const refs = await this.#refs.list(this.#namespace);
    return new Map([...refs].map(([ref, version]) => [ref.slice(this.#namespace.length), version]));
  }

  async facts(holder: string, beat: Version): Promise<LeaseFacts | undefined> {
    try {
      const text = await this.#refs.read(beat, leasePath);
      return text === undefined ? undefined : decodeLease(text, holder);
    } catch (error) {
      if (error instanceof Problem) return undefined;
      throw error;
    }
  }

  async madeAt(beat: Version): Promise<number> {
    return (await this.#refs.madeAt?.(beat)) ?? Number.POSITIVE_INFINITY;
  }

  async remove(holder: string, beat: Version): Promise<boolean> {
    return (await this.#refs.swap(`${this.#namespace}${holder}`, beat, undefined, 'now')) === 'done';
  }

  #message(subject: string): string {
    return `${subject}\n\nSegue-Writer: ${this.#chance.hex(nonceBytes)}\n`;
  }
}

/** Nobody else is waiting for this place: it is put up when somebody asks for it. */
function announceLocally(lease: RefLeaseOptions): AnnouncedLease {
  let rise: (posted: PostedLease) => void = () => {};
  const risen = new Promise<PostedLease>((resolve) => {
    rise = resolve;
  });
  return {
    risen,
    async put() {
      const posted = await putLocally(lease);
      rise(posted);
      return posted;
    },
  };
}

async function putLocally(lease: RefLeaseOptions): Promise<PostedLease> {
  const { refs, ref, first } = lease;
  for (let attempt = 0; attempt < tries; attempt++) {
    if ((await refs.swap(ref, undefined, first, 'now')) === 'done') return new RefLease(lease);
  }
  throw unreachableProblem(ref, tries);
}

interface RefLeaseOptions {
  readonly refs: SwapRefs;
  readonly ref: string;
  readonly first: Version;
  /** A message for the next beat; no two are the same. */
  readonly beat: () => string;
}

/** A lease where a swap has an answer. */
class RefLease implements PostedLease {
  readonly #options: RefLeaseOptions;
  #last: Version;

  constructor(options: RefLeaseOptions) {
    this.#options = options;
    this.#last = options.first;
  }

  async beat(): Promise<'shown' | 'gone' | 'unknown'> {
    const { refs, ref, beat } = this.#options;
    try {
      const next = await refs.make(this.#last, new Map(), beat());
      const outcome = await refs.swap(ref, this.#last, next, 'beat');
      if (outcome !== 'done') return outcome === 'moved' ? 'gone' : 'unknown';
      this.#last = next;
      return 'shown';
    } catch (error) {
      if (error instanceof Problem) return 'unknown';
      throw error;
    }
  }

  async remove(): Promise<void> {
    try {
      await this.#options.refs.swap(this.#options.ref, this.#last, undefined, 'last');
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }
}
