import { reactionsTo } from '../../src/bot/events.ts';
import type { Desk, Job } from '../../src/bot/job.ts';
import { limitOf } from '../../src/bot/job-limits.ts';
import { JobQueue } from '../../src/bot/job-queue.ts';
import { lostCommandsRound } from '../../src/bot/lost-commands.ts';
import { emptyMemory } from '../../src/bot/repository-memory.ts';
import { RoundKeeper } from '../../src/bot/round-keeper.ts';
import { webhookEvent } from '../../src/bot/webhook-event.ts';
import { WorkOff } from '../../src/bot/work-off.ts';
import { clientOf } from './app-client.ts';
import type { Machine } from './machine.ts';
import type { SimulatedProcess } from './process.ts';
import { starts } from './stage.ts';
import type { World } from './world.ts';

const minute = 60_000;
export const appLogin = 'segue[bot]';
const at = { installation: 1, owner: 'acme', name: 'data', defaultBranch: 'main' } as const;
const limits = { most: 2_000, mostOfGroup: 2, mostInBackground: 4, groupOf: () => 'acme/data' };

/** The app of the team, as far as it is about commands and issues: webhooks, the queue, and who looks for what was lost. It dies, and is started again. */
export class App {
  readonly #world: World;
  readonly #machine: Machine;
  #offer: ((job: Job) => unknown) | undefined;
  #lives = 0;

  constructor(world: World) {
    this.#world = world;
    this.#machine = world.machine('app', false);
    const dice = world.dice.fork('comments app');
    const watch = () => {
      if (this.#machine.processes.size === 0) this.#live();
      world.time.after(dice.between(1, 10) * minute, watch);
    };
    watch();
  }

  /** A webhook arrives, unless nobody is there. */
  hear(delivery: string, name: string, payload: object): void {
    if (this.#machine.processes.size === 0) return;
    const { installation, owner, ...repository } = at;
    const where = {
      installation: { id: installation },
      repository: { name: repository.name, owner: { login: owner }, default_branch: repository.defaultBranch },
    };
    this.#world.note(`the app hears ${name} ${delivery}`);
    // Deliveries that come twice are known to it as long as it lives; here the book alone says what was taken up.
    for (const reaction of reactionsTo(webhookEvent(delivery, name, { ...where, ...payload }))) {
      if (reaction !== 'look-around') this.#offer?.(reaction);
    }
  }

  #live(): void {
    this.#machine.isBroken = false;
    const process = this.#world.process(this.#machine, `app-${++this.#lives}`);
    const foreground = new Set<Job>();
    const rest = () => {
      process.isIdle = foreground.size === 0;
    };
    rest();
    const desk = this.#deskOf(process, (job) => work.offer(job));
    const work: WorkOff<Job> = new WorkOff(new JobQueue<Job>(limits), {
      clock: process.clock,
      atOnce: 8,
      limitOf,
      endMs: minute,
      perform: (job) => starts(process, () => job.work({ ...desk, forge: this.#world.forge.asReachedBy(process) })),
      ended: (job, ending, { last }) => {
        if (last) foreground.delete(job);
        rest();
        if (ending.kind === 'failed') {
          this.#world.bugs.push(`${process.name}: ${String((ending.error as Error).stack ?? ending.error)}`);
        }
        const said = 'what' in ending ? ending.what : 'why' in ending ? ending.why : '';
        this.#world.note(`${process.name} ${job.key}: ${ending.kind} ${said}`);
      },
    });
    const offer = (job: Job) => {
      if (job.inBackground !== true) foreground.add(job);
      rest();
      return work.offer(job);
    };
    this.#offer = offer;
    const rounds = new RoundKeeper({ clock: process.clock, rounds: [lostCommandsRound], offer });
    rounds.knows([at]);
  }

  #deskOf(process: SimulatedProcess, offer: (job: Job) => unknown): Omit<Desk, 'forge'> {
    const nothing = async () => ({ kind: 'done', what: 'no pull requests here' }) as const;
    return {
      at,
      client: clientOf(process),
      clock: process.clock,
      memory: emptyMemory(),
      login: appLogin,
      review: nothing,
      reviewGroup: nothing,
      approvals: { pipelinesOf: async () => undefined, approve: () => Promise.reject(new Error('nothing to approve')) },
      offer: (job) => void offer(job),
    };
  }
}
