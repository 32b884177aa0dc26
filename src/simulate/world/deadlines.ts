import { MinHeap } from '../../dag/min-heap.ts';
import { deadlineOfStart, dueStart } from '../../incident/due-start.ts';
import type { Instant } from '../../run/document.ts';
import type { Plan } from '../../run/plan.ts';
import type { PipelineState } from '../../run/ports.ts';
import type { Group, Ledger } from './ledger.ts';

/** As a job looks for them: what is so little late may have ended in time. */
const leewayMs = 60_000;

export interface MissedDeadline {
  readonly pipeline: string;
  readonly deadline: Instant;
  /** Absent: it has not even begun. */
  readonly run?: string;
}

/** Knows whose deadline passes next. */
export class Deadlines {
  readonly #ledger: Ledger;
  readonly #guarded: Group;
  readonly #instants = new MinHeap();
  readonly #runs = new Map<number, { readonly pipeline: string; readonly run: string; readonly deadline: Instant }[]>();
  /** Of what is due and has not begun: its deadline, as of a state. */
  readonly #due = new WeakMap<PipelineState, Instant | 'none'>();
  readonly #told = new Set<string>();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    this.#guarded = ledger.group(({ deadline }) => deadline !== undefined);
  }

  /** A run was claimed. */
  watch({ pipeline, run, deadlineAt }: Plan): void {
    if (deadlineAt === undefined) return;
    const at = Date.parse(deadlineAt) + leewayMs;
    const others = this.#runs.get(at);
    if (others === undefined) this.#instants.push(at);
    this.#runs.set(at, [...(others ?? []), { pipeline, run, deadline: deadlineAt }]);
  }

  /** What has passed since somebody looked last, of runs that go on and of what has not begun. */
  passed(now: number): readonly MissedDeadline[] {
    return [...this.#passedRuns(now), ...this.#passedStarts(now)];
  }

  #passedRuns(now: number): readonly MissedDeadline[] {
    const found: MissedDeadline[] = [];
    for (let at = this.#instants.pop(); at !== undefined; at = this.#instants.pop()) {
      if (at > now) {
        this.#instants.push(at);
        break;
      }
      for (const each of this.#runs.get(at) ?? []) {
        const goesOn = this.#ledger.state(each.pipeline).active.some(({ run }) => run === each.run);
        if (goesOn) found.push(each);
      }
      this.#runs.delete(at);
    }
    return found;
  }

  #passedStarts(now: number): readonly MissedDeadline[] {
    const found: MissedDeadline[] = [];
    for (const pipeline of this.#ledger.unsettled(this.#guarded, now)) {
      const deadline = this.#deadlineOf(pipeline, now);
      if (deadline === undefined || Date.parse(deadline) + leewayMs > now) continue;
      const key = `${pipeline} ${deadline}`;
      if (!this.#told.has(key)) found.push({ pipeline, deadline });
      this.#told.add(key);
    }
    return found;
  }

  /** By when the run would have to have ended that a pipeline waits to start; the same as long as its state is. */
  #deadlineOf(id: string, now: number): Instant | undefined {
    const state = this.#ledger.state(id);
    const known = this.#due.get(state);
    if (known !== undefined) return known === 'none' ? undefined : known;
    const pipeline = this.#ledger.pipeline(id);
    const upstream = pipeline.on.after.map((each) => [each, this.#ledger.state(each).successes] as const);
    const start = dueStart({ pipeline, state, upstream: Object.fromEntries(upstream) }, now);
    const deadline = start === undefined ? undefined : deadlineOfStart(pipeline, start);
    if (deadline !== undefined) this.#due.set(state, deadline);
    return deadline;
  }
}
