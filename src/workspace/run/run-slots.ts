import { Problem } from '../../diagnostic/problem.ts';
import type { LeaseVerdict } from '../../run/leases.ts';
import type { Clock } from '../../run/ports.ts';
import { decideSlots, type SlotClaim, type SlotDecision, type SlotNeed } from '../../run/slots.ts';
import type { PoolBoard } from '../../store/shared/pool-board.ts';

export interface RunSlotsOptions {
  readonly board: Pick<PoolBoard, 'change'>;
  readonly clock: Clock;
  readonly chance: { fraction(): number };
  readonly holder: string;
  readonly run: string;
  readonly judge: (holders: readonly string[]) => Promise<ReadonlyMap<string, LeaseVerdict>>;
  /** Whoever waits for a slot looks about this often; it pushes nothing. */
  readonly lookMs: number;
  /** Slots that the run may fill now. */
  readonly granted: (pool: string, slots: number) => void;
  /** Told once a pool's state cannot be read or written, and tried again. */
  readonly failed: (pool: string, problem: Problem) => void;
}

/** Whoever has slots, and tasks for more time than it may keep them, looks less often whether others wait. */
const fedLookFactor = 2.5;
/** How long a run may keep slots that others wait for, as long as it has tasks for them. */
const turnMs = 60_000;

interface Using {
  readonly slots: number;
  readonly need: SlotNeed;
  /** Of its claim. */
  readonly held: number;
  /** What the run was last told that it may fill. */
  readonly granted: number;
  /** Since when it has had any, or has last given one back for others, by the steady clock. */
  readonly since: number;
  readonly stop: () => void;
}

const idle: Omit<Using, 'slots'> = { need: { used: 0, wanted: 0 }, held: 0, granted: 0, since: 0, stop: () => {} };

/** What one run has of the pools that all processes share: takes slots when it has tasks for them, gives back the rest. */
export class RunSlots {
  readonly #options: RunSlotsOptions;
  readonly #pools = new Map<string, Using>();
  readonly #rounds = new Map<string, Promise<void>>();
  #closed = false;

  constructor(options: RunSlotsOptions) {
    this.#options = options;
  }

  /** The run has a use for so many slots from now on. */
  need(pool: string, slots: number, need: SlotNeed): void {
    const before = this.#pools.get(pool) ?? { ...idle, slots };
    this.#pools.set(pool, { ...before, slots, need });
    void this.#again(pool);
  }

  /** Gives everything back. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const [pool, using] of this.#pools) {
      using.stop();
      this.#pools.set(pool, { ...using, need: idle.need });
    }
    await Promise.all([...this.#pools.keys()].map((pool) => this.#again(pool)));
  }

  /** One round after the other; whatever is asked for meanwhile is part of the next. */
  #again(pool: string): Promise<void> {
    const next = (this.#rounds.get(pool) ?? Promise.resolve()).then(() => this.#round(pool));
    this.#rounds.set(pool, next);
    return next;
  }

  async #round(pool: string): Promise<void> {
    this.#pools.get(pool)?.stop();
    try {
      await this.#settle(pool);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (!this.#closed) this.#options.failed(pool, error);
    }
    const using = this.#pools.get(pool);
    if (using === undefined || this.#closed || using.need.wanted <= using.need.used) return;
    const every = this.#options.lookMs * (using.granted < using.need.wanted ? 1 : fedLookFactor);
    const lookMs = every * (0.5 + this.#options.chance.fraction() / 2);
    this.#pools.set(pool, { ...using, stop: this.#options.clock.after(lookMs, () => void this.#again(pool)) });
  }

  async #settle(pool: string): Promise<void> {
    const { board, holder, run, clock } = this.#options;
    let granted = 0;
    const claims = await board.change(pool, `Share ${pool} with ${run}`, async (all) => {
      const decision = await this.#decide(pool, all);
      granted = decision.granted;
      return decision.claims;
    });
    if (claims === undefined) return;
    const using = this.#pools.get(pool);
    if (using === undefined) return;
    const held = claims.find((claim) => claim.holder === holder && claim.run === run)?.slots ?? 0;
    const since = using.held === 0 || held < using.held ? clock.steady() : using.since;
    this.#pools.set(pool, { ...using, held, granted, since });
    // Told again even if it is the same: the run may have had no use for it when it was told last.
    this.#options.granted(pool, granted);
  }

  async #decide(pool: string, all: readonly SlotClaim[]): Promise<SlotDecision> {
    const { holder, run, clock } = this.#options;
    const { slots, need, held, since, granted } = this.#pools.get(pool) ?? { ...idle, slots: 0 };
    const isTurnOver = held > 0 && clock.steady() - since >= turnMs;
    const question = { holder, run, need, granted, slots, isTurnOver, at: new Date(clock.now()).toISOString() };
    const decision = decideSlots(all, question);
    if (decision.granted >= need.wanted) return decision;
    // Only who gets less than it wants asks whether others still live.
    const living = await this.#living(all);
    return living.length === all.length ? decision : decideSlots(living, question);
  }

  async #living(claims: readonly SlotClaim[]): Promise<readonly SlotClaim[]> {
    const { holder, judge } = this.#options;
    const others = [...new Set(claims.map((claim) => claim.holder))].filter((each) => each !== holder);
    if (others.length === 0) return claims;
    const verdicts = await judge(others);
    return claims.filter((claim) => claim.holder === holder || verdicts.get(claim.holder)?.kind !== 'dead');
  }
}
