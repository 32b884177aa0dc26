import { Problem } from '../diagnostic/problem.ts';
import type { LeaseBoard, LeaseFacts, PostedLease } from '../run/leases.ts';
import { decodeLease, encodeLease } from './codec-lease.ts';
import type { Chance } from './document-state.ts';
import type { Version } from './documents.ts';
import { leasesOf } from './names.ts';
import { unreachableProblem } from './remote-problem.ts';
import type { SwapRefs } from './swap-refs.ts';

export const leasePath = 'lease.json';

const tries = 5;
const nonceBytes = 16;

/**
 * Leases as refs: one for each holder, with a document that stays the same; each beat is one small commit on top of the
 * last. So a look at the names of refs tells who has moved, and a beat costs one object.
 */
export class RefLeaseBoard implements LeaseBoard {
  readonly #refs: SwapRefs;
  readonly #chance: Pick<Chance, 'hex'>;
  readonly #namespace: string;

  constructor(refs: SwapRefs, environment: string, chance: Pick<Chance, 'hex'>) {
    this.#refs = refs;
    this.#chance = chance;
    this.#namespace = leasesOf(environment);
  }

  /** @throws {Problem} SG608 refused, SG609 unreachable. */
  async put(facts: LeaseFacts): Promise<PostedLease> {
    const ref = `${this.#namespace}${facts.holder}`;
    const edits = new Map([[leasePath, encodeLease(facts)]]);
    const first = await this.#refs.make(undefined, edits, this.#message(`Hold a lease at ${facts.place}`));
    for (let attempt = 0; attempt < tries; attempt++) {
      const outcome = await this.#refs.swap(ref, undefined, first, 'now');
      // A name that is drawn at random is nobody else's: what stands there is what we sent before.
      if (outcome === 'done' || (await this.#refs.list(ref)).get(ref) === first) {
        return new RefLease(this.#refs, ref, first, () => this.#message('Beat'));
      }
    }
    throw unreachableProblem(ref, tries);
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

  async remove(holder: string, beat: Version): Promise<boolean> {
    return (await this.#refs.swap(`${this.#namespace}${holder}`, beat, undefined, 'now')) === 'done';
  }

  #message(subject: string): string {
    return `${subject}\n\nSegue-Writer: ${this.#chance.hex(nonceBytes)}\n`;
  }
}

class RefLease implements PostedLease {
  readonly #refs: SwapRefs;
  readonly #ref: string;
  readonly #message: () => string;
  /** Beats that may be the newest, from the one that is known to have been seen on. */
  #sent: readonly Version[];

  constructor(refs: SwapRefs, ref: string, first: Version, message: () => string) {
    this.#refs = refs;
    this.#ref = ref;
    this.#message = message;
    this.#sent = [first];
  }

  async beat(): Promise<'shown' | 'gone' | 'unknown'> {
    try {
      return await this.#beat();
    } catch (error) {
      if (error instanceof Problem) return 'unknown';
      throw error;
    }
  }

  async #beat(): Promise<'shown' | 'gone' | 'unknown'> {
    const last = this.#sent.length > 1 ? await this.#lastSeen() : this.#sent[0];
    if (last === undefined) return 'gone';
    const next = await this.#refs.make(last, new Map(), this.#message());
    this.#sent = [last, next];
    const outcome = await this.#refs.swap(this.#ref, last, next, 'beat');
    const seen = outcome === 'done' ? next : await this.#lastSeen();
    if (seen === undefined) return 'gone';
    if (seen !== next) return 'unknown';
    this.#sent = [next];
    return 'shown';
  }

  async remove(): Promise<void> {
    try {
      const last = this.#sent.length > 1 ? await this.#lastSeen() : this.#sent[0];
      if (last !== undefined) await this.#refs.swap(this.#ref, last, undefined, 'beat');
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }

  /** After a lost answer: which of our beats the others see; undefined if it is none of them. */
  async #lastSeen(): Promise<Version | undefined> {
    const seen = (await this.#refs.list(this.#ref)).get(this.#ref);
    return this.#sent.find((version) => version === seen);
  }
}
