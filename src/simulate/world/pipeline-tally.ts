import { spreadOf } from '../../report/command/lag.ts';
import type { DeadlineForecast, PipelineForecast, PoolQueue } from '../../report/forecast/forecast.ts';
import type { RunDocument } from '../../run/document.ts';
import type { Plan } from '../../run/plan.ts';
import { criticalTasks } from './critical-tasks.ts';
import type { WorldEvent } from './world-event.ts';

type Waited = Extract<WorldEvent, { kind: 'waited' }>;

interface Queue {
  readonly pool: string | undefined;
  readonly ms: number[];
  readonly behind: Map<string, number>;
}

/** Adds up what becomes of one pipeline in all worlds. */
export class PipelineTally {
  readonly #pipeline: string;
  readonly #late: number[] = [];
  readonly #takes: number[] = [];
  readonly #endsAfter: number[] = [];
  readonly #paths = new Map<string, number>();
  readonly #queues = new Map<string | undefined, Queue>();
  readonly #missedIn = new Set<number>();
  #failed = 0;
  #passedOver = 0;
  #due = 0;
  #missed = 0;
  #leastMargin = Number.POSITIVE_INFINITY;
  #minutes = 0;

  constructor(pipeline: string) {
    this.#pipeline = pipeline;
  }

  ended(document: RunDocument, plan: Plan, world: number): void {
    const { state, startedAt, finishedAt = startedAt, interval, createdAt, deadline, trigger } = document;
    const [due, start, end] = [interval?.end ?? createdAt, startedAt, finishedAt].map((at) => Date.parse(at));
    if (due === undefined || start === undefined || end === undefined) return;
    this.#takes.push(end - start);
    // A run by hand was never due.
    if (trigger.kind !== 'manual') {
      this.#late.push(Math.max(0, start - due));
      this.#endsAfter.push(Math.max(0, end - due));
    }
    if (state === 'success') {
      const path = criticalTasks(document, plan).join('\n');
      this.#paths.set(path, (this.#paths.get(path) ?? 0) + 1);
    } else this.#failed++;
    if (deadline !== undefined) this.#judge(Date.parse(deadline.at) - end, state === 'success', world);
  }

  /** A failed run gives nothing by its deadline, however early it ends. */
  #judge(margin: number, hasSucceeded: boolean, world: number): void {
    this.#due++;
    this.#leastMargin = Math.min(this.#leastMargin, margin);
    if (margin >= 0 && hasSucceeded) return;
    this.#missed++;
    this.#missedIn.add(world);
  }

  /** What had a deadline and never came to its end. */
  unfinished(world: number): void {
    this.#due++;
    this.#missed++;
    this.#missedIn.add(world);
  }

  waited({ pool, ms, behind }: Waited): void {
    const queue = this.#queues.get(pool) ?? { pool, ms: [], behind: new Map<string, number>() };
    queue.ms.push(ms);
    for (const each of behind) queue.behind.set(each, (queue.behind.get(each) ?? 0) + 1);
    this.#queues.set(pool, queue);
  }

  passedOver(count: number): void {
    this.#passedOver += count;
  }

  billed(minutes: number): void {
    this.#minutes += minutes;
  }

  forecast(worlds: number): PipelineForecast {
    const deadline = this.#deadline(worlds);
    return {
      pipeline: this.#pipeline,
      runs: this.#takes.length,
      failed: this.#failed,
      passedOver: this.#passedOver,
      late: spreadOf(this.#late),
      takes: spreadOf(this.#takes),
      endsAfter: spreadOf(this.#endsAfter),
      path: mostFrequent(this.#paths)?.split('\n') ?? [],
      queues: [...this.#queues.values()].map(queueOf).sort((a, b) => b.wait.p95Ms - a.wait.p95Ms),
      ...(deadline === undefined ? {} : { deadline }),
      runnerMinutes: this.#minutes / Math.max(1, worlds),
    };
  }

  #deadline(worlds: number): DeadlineForecast | undefined {
    if (this.#due === 0) return undefined;
    return {
      due: this.#due,
      missed: this.#missed,
      worlds: this.#missedIn.size / Math.max(1, worlds),
      ...(Number.isFinite(this.#leastMargin) ? { leastMarginMs: this.#leastMargin } : {}),
    };
  }
}

function queueOf({ pool, ms, behind }: Queue): PoolQueue {
  const others = [...behind].map(([pipeline, waits]) => ({ pipeline, waits }));
  return {
    ...(pool === undefined ? {} : { pool }),
    waits: ms.length,
    wait: spreadOf(ms),
    behind: others.sort((a, b) => b.waits - a.waits || (a.pipeline < b.pipeline ? -1 : 1)),
  };
}

function mostFrequent(counts: ReadonlyMap<string, number>): string | undefined {
  let best: string | undefined;
  for (const [text, count] of counts) if (best === undefined || count > (counts.get(best) ?? 0)) best = text;
  return best;
}
