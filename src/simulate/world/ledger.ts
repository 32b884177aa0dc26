import { longestAttemptMs } from '../../model/max-runtime.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { type JobTime, leastNeeded } from '../../run/job-time.ts';
import type { PipelineState, RunSummary, TaskDurations } from '../../run/ports.ts';
import { nextStep } from '../../tick/next-step.ts';
import { inOrder } from '../../tick/pipeline-order.ts';
import type { Liveness, Outlook, Start, Step, Wait } from '../../tick/step.ts';
import { BackfillBook } from './backfill-book.ts';
import type { PlayedBackfill } from './intents.ts';

/** The commit of all that is played: code does not change in a world. */
export const playedCommit = '0'.repeat(40);

/** What a look sees besides the state. */
export interface Sight {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly holders: Readonly<Record<string, Liveness>>;
  /** Of the job that looks, where it ends. */
  readonly time?: JobTime;
}

export interface LedgerOptions {
  readonly pipelines: readonly Pipeline[];
  readonly environment: string;
  /** What earlier runs of a pipeline's tasks took. */
  readonly durations: (pipeline: string) => TaskDurations;
  readonly backfills: readonly PlayedBackfill[];
}

/** Some of the pipelines, by their places in the ledger. */
export interface Group {
  readonly places: readonly number[];
  readonly ids: ReadonlySet<string>;
}

interface Page {
  readonly place: number;
  readonly pipeline: Pipeline;
  readonly downstream: string[];
  readonly backfills: BackfillBook;
  state: PipelineState;
  /** Due already, so that only room decides; as of its state. */
  ready: Start | undefined;
}

/** What is remembered of all pipelines, and what of them is worth a look: a decision that cannot have changed is not made again. */
export class Ledger {
  readonly #pages = new Map<string, Page>();
  /** By place. Nothing is to be done before then, as long as its state and those that it comes after stay as they are. */
  readonly #quietUntil: Float64Array;
  /** By place: 1 if that is because no fire has come; nothing else than a fire can change it. */
  readonly #awaitsFire: Uint8Array;
  readonly ids: readonly string[];

  readonly #durations: (pipeline: string) => TaskDurations;

  constructor({ pipelines, environment, durations, backfills }: LedgerOptions) {
    this.#durations = durations;
    for (const pipeline of inOrder(pipelines)) {
      const state: PipelineState = { version: 1, pipeline: pipeline.id, environment, active: [] };
      const own = new BackfillBook(backfills.filter((each) => each.pipeline === pipeline.id));
      const page = { place: this.#pages.size, pipeline, downstream: [], backfills: own, state, ready: undefined };
      this.#pages.set(pipeline.id, page);
    }
    for (const { pipeline } of this.#pages.values()) {
      for (const id of pipeline.on.after) this.#pages.get(id)?.downstream.push(pipeline.id);
    }
    this.ids = [...this.#pages.keys()];
    this.#quietUntil = new Float64Array(this.ids.length);
    this.#awaitsFire = new Uint8Array(this.ids.length);
  }

  group(isIn: (pipeline: Pipeline) => boolean): Group {
    const pages = [...this.#pages.values()].filter(({ pipeline }) => isIn(pipeline));
    return { places: pages.map(({ place }) => place), ids: new Set(pages.map(({ pipeline }) => pipeline.id)) };
  }

  /** Whether something holds for one of a group that is worth a look now; each is asked for when its turn comes, up to the first. */
  some({ places }: Group, now: number, holds: (id: string) => boolean): boolean {
    for (const place of places) {
      if ((this.#quietUntil[place] ?? 0) <= now && holds(this.ids[place] ?? '')) return true;
    }
    return false;
  }

  /** Those of a group that do not just wait for a fire. */
  unsettled({ places }: Group, now: number): readonly string[] {
    const found: string[] = [];
    for (const place of places) {
      if ((this.#quietUntil[place] ?? 0) <= now || this.#awaitsFire[place] === 0) found.push(this.ids[place] ?? '');
    }
    return found;
  }

  /** When the first of a group is worth a look, unless it is now. */
  quietFor({ places }: Group): number {
    let first = Number.POSITIVE_INFINITY;
    for (const place of places) {
      const until = this.#quietUntil[place] ?? 0;
      if (until > 0 && until < first) first = until;
    }
    return first;
  }

  pipeline(id: string): Pipeline {
    return this.#page(id).pipeline;
  }

  state(id: string): PipelineState {
    return this.#page(id).state;
  }

  /** Pipelines that come after this one. */
  downstream(id: string): readonly string[] {
    return this.#page(id).downstream;
  }

  quietUntil(id: string): number {
    return this.#quietUntil[this.#page(id).place] ?? 0;
  }

  ready(id: string): Start | undefined {
    return this.#page(id).ready;
  }

  /** A run of a backfill was claimed. */
  began(id: string, run: RunSummary): void {
    this.#page(id).backfills.began(run);
  }

  /** Somebody has changed what a pipeline remembers. */
  put(id: string, state: PipelineState): void {
    const page = this.#page(id);
    const hasSucceeded = page.state.successes?.count !== state.successes?.count;
    // That a run ends brings no fire nearer; what it leaves behind may need somebody, and so may the next of a backfill.
    const hasOnlyEnded = page.state.cursor === state.cursor && state.active.length < page.state.active.length;
    page.state = state;
    if (!hasOnlyEnded || this.#awaitsFire[page.place] === 0 || !page.backfills.isEmpty) this.disturb(id);
    if (hasSucceeded) for (const each of page.downstream) this.disturb(each);
  }

  /** Something else than its state has changed that a look would see. */
  disturb(id: string): void {
    const page = this.#page(id);
    this.#quietUntil[page.place] = 0;
    page.ready = undefined;
  }

  /** What a tick would do for it now. */
  step(id: string, sight: Sight): Step {
    const page = this.#page(id);
    const step = nextStep(this.#outlook(page, sight));
    const awaitsFire = step.kind === 'wait' && step.why.kind === 'not-due';
    const isDue = !awaitsFire && !(step.kind === 'wait' && step.why.kind === 'after');
    // What is not caught up is passed over some time after it was due, whatever else it waits for.
    const lapses = isDue && page.pipeline.catchup === 'none' && page.pipeline.on.schedule.length > 0;
    this.#awaitsFire[page.place] = awaitsFire ? 1 : 0;
    this.#quietUntil[page.place] = step.kind === 'wait' && !lapses ? quietUntil(step.why) : 0;
    page.ready = step.kind === 'start' && step.start.cause.kind !== 'backfill' && !lapses ? step.start : undefined;
    return step;
  }

  #outlook({ pipeline, state, backfills }: Page, { now, holders, time }: Sight): Outlook {
    const upstream = pipeline.on.after.map((id) => [id, this.#pages.get(id)?.state.successes?.count ?? 0] as const);
    return {
      pipeline,
      commit: playedCommit,
      state,
      runs: backfills.isEmpty ? [] : backfills.runs(state),
      now,
      ...(time === undefined ? {} : { time: this.#timeFor(pipeline, now, time) }),
      holders,
      upstream: Object.fromEntries(upstream),
      oldIds: {},
      backfills: backfills.isEmpty ? [] : backfills.asked(state),
    };
  }

  #timeFor({ id, tasks }: Pipeline, now: number, time: JobTime): NonNullable<Outlook['time']> {
    const leftMs = Date.parse(time.endsAt) - now;
    const hasPlenty = leftMs >= longestAttemptMs(time.wholeMs);
    return { leftMs, neededMs: leastNeeded(tasks, hasPlenty ? {} : this.#durations(id), time) };
  }

  #page(id: string): Page {
    const page = this.#pages.get(id);
    if (page === undefined) throw new Error(`no pipeline ${id} in this world`);
    return page;
  }
}

/** Until when the same look would find the same. Whether somebody is dead is asked again and again. */
function quietUntil(why: Wait): number {
  switch (why.kind) {
    case 'not-due':
    case 'after':
      return why.next === undefined ? Number.POSITIVE_INFINITY : Date.parse(why.next);
    case 'handed-over':
      return Date.parse(why.resumesAt);
    case 'by-hand':
    case 'paused':
    case 'busy':
    case 'older-commit':
      return Number.POSITIVE_INFINITY;
    case 'watching':
    case 'no-time':
      return 0;
    default:
      return why satisfies never;
  }
}
