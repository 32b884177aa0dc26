import type { Clock } from '../../run/ports.ts';
import { decideSlots, type SlotClaim, type SlotNeed, type SlotPort } from '../../run/slots.ts';
import type { Chance } from './chance.ts';

/** As often as a run looks at a remote whether a slot is free, and how long it may keep slots that others wait for. */
const [lookMs, fedLookFactor, turnMs] = [8_000, 2.5, 60_000];

interface Using {
  need: SlotNeed;
  granted: number;
  since: number;
  forget: () => void;
}

export interface SharingRun {
  readonly holder: string;
  readonly run: string;
  /** Whom others wait for: a pipeline, or a backfill. */
  readonly name: string;
  readonly clock: Clock;
  readonly granted: (pool: string, slots: number) => void;
}

/** The slots that all runs of a world share: who gets one is decided as always, by `decideSlots`. */
export class SharedPools {
  readonly #chance: Chance;
  readonly #claims = new Map<string, readonly SlotClaim[]>();
  readonly #names = new Map<string, string>();
  /** By run and pool: names of those whose runs had slots while it waited. */
  readonly #behind = new Map<string, Set<string>>();

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** What one run has of them, until it is closed. */
  open(run: SharingRun): SlotPort & { readonly close: () => void } {
    const pools = new Map<string, Using & { readonly slots: number }>();
    this.#names.set(run.run, run.name);
    const round = (pool: string): void => {
      const using = pools.get(pool);
      if (using === undefined) return;
      using.forget();
      this.#settle(pool, using, run);
      if (using.need.wanted <= using.need.used) return;
      const every = lookMs * (using.granted < using.need.wanted ? 1 : fedLookFactor);
      const share = this.#chance(`${run.run} ${pool} ${run.clock.now()}`);
      using.forget = run.clock.after(Math.round(every * (0.5 + share / 2)), () => round(pool));
    };
    return {
      need: (pool, slots, need) => {
        const using = pools.get(pool) ?? { slots, need, granted: 0, since: 0, forget: () => {} };
        using.need = need;
        pools.set(pool, using);
        using.forget();
        using.forget = run.clock.after(0, () => round(pool));
      },
      close: () => {
        for (const { forget } of pools.values()) forget();
        for (const pool of pools.keys()) this.#drop(pool, ({ run: other }) => other === run.run);
        this.#names.delete(run.run);
      },
    };
  }

  /** Names of those whose runs had slots of a pool when this one was refused some; each is told once. */
  behind(run: string, pool: string): readonly string[] {
    const key = `${run} ${pool}`;
    const found = [...(this.#behind.get(key) ?? [])];
    this.#behind.delete(key);
    return found;
  }

  /** Nobody counts any more what a dead process had. */
  forget(holder: string): void {
    for (const pool of this.#claims.keys()) this.#drop(pool, (claim) => claim.holder === holder);
  }

  #settle(pool: string, using: Using & { readonly slots: number }, { holder, run, clock, granted }: SharingRun): void {
    const claims = this.#claims.get(pool) ?? [];
    const held = heldBy(claims, run);
    const isTurnOver = held > 0 && clock.now() - using.since >= turnMs;
    const { need, slots } = using;
    const at = new Date(clock.now()).toISOString();
    const decision = decideSlots(claims, { holder, run, need, granted: using.granted, slots, isTurnOver, at });
    this.#claims.set(pool, decision.claims);
    const now = heldBy(decision.claims, run);
    if (held === 0 || now < held) using.since = clock.now();
    using.granted = decision.granted;
    if (decision.granted < need.wanted) this.#noteHolders(run, pool, decision.claims);
    granted(pool, decision.granted);
  }

  #noteHolders(run: string, pool: string, claims: readonly SlotClaim[]): void {
    const key = `${run} ${pool}`;
    const known = this.#behind.get(key) ?? new Set();
    for (const claim of claims) {
      const name = this.#names.get(claim.run);
      if (claim.slots > 0 && claim.run !== run && name !== undefined) known.add(name);
    }
    this.#behind.set(key, known);
  }

  #drop(pool: string, isGone: (claim: SlotClaim) => boolean): void {
    const claims = this.#claims.get(pool) ?? [];
    this.#claims.set(
      pool,
      claims.filter((claim) => !isGone(claim)),
    );
  }
}

function heldBy(claims: readonly SlotClaim[], run: string): number {
  return claims.find((claim) => claim.run === run)?.slots ?? 0;
}
