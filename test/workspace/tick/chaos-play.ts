import type { TickEnded, TickProcess } from '../../support/tick-process.ts';
import { killProcess } from '../ledger.ts';
import type { ChaosPlan, Fate, Fault, TickLife, TimedFault } from './chaos-plan.ts';
import { type ChaosStory, eventsOf } from './chaos-story.ts';
import type { ChaosWorld, Lane } from './chaos-world.ts';

/** How long a tick may be silent: a lease may have to run out, tasks have their grace, and the machine may be busy. */
const silentMs = 120_000;
/** All that is left is done after a quarter of a minute, on a quick machine. */
const mostCalmMs = 480_000;

/** A quick machine has told what is due within this time. */
const quickTickMs = 1_000;
const slowest = 3;

/** How a plan is carried out. */
export interface Pace {
  /** Real milliseconds for one of the plan's: a machine that has much to do is given the time to get somewhere. */
  readonly stretch: number;
  readonly forMs: number;
}

/** All pipelines are deployed, while nothing is wrong. Gives by how much this machine is slower than a quick one. */
export async function playDeployment(world: ChaosWorld, story: ChaosStory): Promise<number> {
  const [lane, from] = [world.lane(0), story.now];
  const { code } = await story.tick(lane.name, 'deployment', world.tick(lane), from, silentMs);
  if (code !== 0) throw new Error('the first tick of all has not told that all is well');
  return Math.min(slowest, Math.max(1, (story.now - from) / quickTickMs));
}

/** Carries a plan out: ticks start again and again everywhere, and die; faults come at their time. All until then. */
export async function playChaos(world: ChaosWorld, story: ChaosStory, plan: ChaosPlan, pace: Pace): Promise<void> {
  const play = new Play(world, story, pace);
  const all = [
    ...plan.lives.map(({ lane, ticks }) => play.lane(world.lane(lane), ticks)),
    ...plan.faults.map((faults) => play.faults(faults)),
  ];
  for (const each of all) each.catch(() => story.end());
  for (const each of await Promise.allSettled(all)) if (each.status === 'rejected') throw each.reason;
}

class Play {
  readonly #world: ChaosWorld;
  readonly #story: ChaosStory;
  readonly #stretch: number;
  readonly #from: number;
  readonly #until: number;
  readonly #over: Promise<void>;

  constructor(world: ChaosWorld, story: ChaosStory, { stretch, forMs }: Pace) {
    this.#world = world;
    this.#story = story;
    this.#stretch = stretch;
    this.#from = story.now;
    this.#until = story.now + forMs * stretch;
    this.#over = story.pause(forMs * stretch);
  }

  get #isOver(): boolean {
    return this.#story.isOver || this.#story.now >= this.#until;
  }

  async lane(lane: Lane, ticks: readonly TickLife[]): Promise<void> {
    for (const { pulls, fate, atWork, afterMs, restMs } of ticks) {
      if (this.#isOver) return;
      if (pulls) await this.#world.pull(lane);
      const [from, tick] = [this.#story.now, this.#world.tick(lane)];
      if (fate !== 'lives' && atWork) await Promise.race([tick.ended, tick.claimed, this.#over]);
      await Promise.race([tick.ended, this.#over, ...(fate === 'lives' ? [] : [this.#pause(afterMs)])]);
      this.#meet(fate, lane, tick);
      await this.#story.tick(lane.name, fate, tick, from, silentMs);
      await this.#pause(restMs);
    }
  }

  async faults(faults: readonly TimedFault[]): Promise<void> {
    for (const { atMs, fault } of faults) {
      await this.#story.pause(Math.min(this.#from + atMs * this.#stretch, this.#until) - this.#story.now);
      if (this.#isOver) return;
      this.#story.note(JSON.stringify(fault));
      await this.#fault(fault);
    }
  }

  #pause(ms: number): Promise<void> {
    return this.#story.pause(ms * this.#stretch);
  }

  #meet(fate: Fate, lane: Lane, tick: TickProcess): void {
    switch (fate) {
      // Time goes so fast that something is always due: one that lives to the end would not end by itself.
      case 'lives':
      case 'interrupt':
        tick.interrupt();
        break;
      case 'kill':
        killProcess(tick.pid);
        break;
      case 'power':
        this.#world.killMachine(lane);
        break;
      default:
        fate satisfies never;
    }
  }

  async #fault(fault: Fault): Promise<void> {
    const { remote } = this.#world;
    switch (fault.kind) {
      case 'lose-answer':
        return remote.loseNextAnswer();
      case 'away':
        remote.standUp(false);
        await this.#pause(fault.forMs);
        return remote.standUp(true);
      case 'cut':
        this.#world.connect(this.#world.lane(fault.lane), false);
        await this.#pause(fault.forMs);
        return this.#world.connect(this.#world.lane(fault.lane), true);
      case 'merge':
        return this.#unlessAway('merged', this.#world.mergeCron(fault.cron, fault.note));
      case 'squash':
        return this.#unlessAway('squashed', this.#world.squash(fault.pipeline));
      default:
        return fault satisfies never;
    }
  }

  /** Who needs the remote while it is away gives up, as a person would. */
  async #unlessAway(done: string, doing: Promise<void>): Promise<void> {
    await doing.catch(() => this.#story.note(`not ${done}: the remote is away, or another was faster`));
  }
}
/** All is well again: ticks run everywhere until one round of them has found nothing to do. */
export async function playCalm(world: ChaosWorld, story: ChaosStory): Promise<void> {
  world.calm();
  world.stopTime();
  story.note('calm');
  const until = story.now + mostCalmMs;
  for (let round = 0; story.now < until; round++) {
    const ticks = world.lanes.map(async (lane) => {
      await world.pull(lane);
      const [from, tick] = [story.now, world.tick(lane)];
      return story.tick(lane.name, `calm ${round}`, tick, from, silentMs);
    });
    for (const each of ticks) each.catch(() => story.end());
    const all = await Promise.all(ticks);
    if (all.every(isIdle)) return;
  }
  throw new Error(`there is still something to do after ${mostCalmMs / 1000} s of calm`);
}

const busy: ReadonlySet<string> = new Set(['claimed', 'noted', 'taking-over', 'lost-race', 'refused']);

function isIdle(ended: TickEnded): boolean {
  return ended.code === 0 && !eventsOf({ ended }).some(({ event }) => busy.has(event));
}
