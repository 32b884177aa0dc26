import type { PoolDocument, SlotClaim } from '../../run/slots.ts';
import { decodePool, encodePool } from '../codec/codec-lease.ts';
import type { Chance } from '../documents/document-state.ts';
import type { Version } from '../documents/documents.ts';
import { canonicalId, poolRef } from '../names.ts';
import type { SwapRefs } from './swap-refs.ts';

export const poolPath = 'pool.json';
const nonceBytes = 16;
const tries = 20;

/** Claims on pools, in refs that all processes of an environment share. */
export class PoolBoard {
  readonly #refs: SwapRefs;
  readonly #environment: string;
  readonly #chance: Pick<Chance, 'hex'>;
  /** Changes of this process to one pool, one after the other: they need not race each other. */
  readonly #changes = new Map<string, Promise<unknown>>();

  constructor(refs: SwapRefs, environment: string, chance: Pick<Chance, 'hex'>) {
    this.#refs = refs;
    this.#environment = environment;
    this.#chance = chance;
  }

  /** @throws {Problem} SG607 if the document cannot be believed, SG609 if the remote cannot be reached. */
  async claims(pool: string): Promise<readonly SlotClaim[]> {
    return (await this.#read(pool)).claims;
  }

  /**
   * Compare-and-set: `change` is asked again whenever somebody else wrote first, and must depend on nothing but its argument.
   * After a lost answer it is asked again too, and finds its own claim. Gives the claims that are in force, or undefined if
   * others were faster each time.
   *
   * @throws {Problem} SG607, SG608, SG609
   */
  change(
    pool: string,
    message: string,
    change: (claims: readonly SlotClaim[]) => Promise<readonly SlotClaim[]>,
  ): Promise<readonly SlotClaim[] | undefined> {
    const before = this.#changes.get(pool) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(() => this.#change(pool, message, change));
    this.#changes.set(pool, mine);
    return mine;
  }

  async #change(
    pool: string,
    message: string,
    change: (claims: readonly SlotClaim[]) => Promise<readonly SlotClaim[]>,
  ): Promise<readonly SlotClaim[] | undefined> {
    const ref = poolRef(this.#environment, pool);
    for (let attempt = 0; attempt < tries; attempt++) {
      const { version, claims } = await this.#read(pool);
      const wanted = await change(claims);
      if (wanted === claims) return claims;
      const document = { version: 1, environment: this.#environment, pool: canonicalId(pool), claims: wanted } as const;
      const edits = new Map([[poolPath, encodePool(document satisfies PoolDocument)]]);
      const signed = `${message}\n\nSegue-Writer: ${this.#chance.hex(nonceBytes)}\n`;
      const made = await this.#refs.make(version, edits, signed);
      if ((await this.#refs.swap(ref, version, made, 'now')) === 'done') return wanted;
    }
    return undefined;
  }

  async #read(pool: string): Promise<{ readonly version: Version | undefined; readonly claims: readonly SlotClaim[] }> {
    const ref = poolRef(this.#environment, pool);
    const version = (await this.#refs.list(ref)).get(ref);
    const text = version === undefined ? undefined : await this.#refs.read(version, poolPath);
    return { version, claims: text === undefined ? [] : decodePool(text, this.#environment, canonicalId(pool)).claims };
  }
}
