import type { Settings } from '../../model/settings.ts';
import type { RunDocument } from '../../run/document.ts';
import type { Plan } from '../../run/plan.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { Holders } from './holders.ts';
import type { Ledger } from './ledger.ts';
import type { RunPlans } from './run-plans.ts';
import type { SharedPools } from './shared-pools.ts';
import type { WorldListener } from './world-event.ts';

/** A run that nobody works on at the moment, as it was stored last. */
export interface LeftRun {
  readonly plan: Plan;
  readonly document: RunDocument;
}

/** What all jobs of one world have in common. */
export interface Stage {
  readonly clock: VirtualClock;
  readonly settings: Settings;
  readonly ledger: Ledger;
  readonly holders: Holders;
  readonly plans: RunPlans;
  readonly pools: SharedPools;
  readonly listener: WorldListener;
  /** By id of the run. */
  readonly left: Map<string, LeftRun>;
  /** Whether nobody can be reached: nothing can be claimed then. */
  readonly isAway: () => boolean;
  /** So many steps of the engine were worked out. */
  readonly spend: (steps: number) => void;
  readonly claimed: (plan: Plan) => void;
  /** A run has ended, for good or for its job. */
  readonly ended: (pipeline: string, left: LeftRun) => void;
  /** A job looks around, as it does every minute and at its end. */
  readonly looked: () => void;
  /** A job asks for the next one, and is over. */
  readonly wake: () => void;
}
