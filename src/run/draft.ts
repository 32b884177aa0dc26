import type { Cancellation, Instant, TaskRecord } from './document.ts';
import type { Effect } from './engine-events.ts';
import type { NodeTable } from './node-table.ts';
import type { Plan, PlannedTask } from './plan.ts';
import { pushReady, type ReadyQueue } from './ready-queue.ts';
import { indexOf, type Node, type RunState, type SharedPool, type Storing } from './run-state.ts';
import type { RunStateName } from './states.ts';

/**
 * The next state while one event is worked out. It is the only thing that changes in place, lives for one call of
 * `transition`, and is never handed out.
 */
export class Draft {
  readonly plan: Plan;
  readonly at: Instant;
  readonly effects: Effect[] = [];
  /** Nodes whose upstreams changed and that must be judged anew, first in first out. */
  readonly toJudge: number[] = [];
  readonly ready: Map<string, ReadyQueue>;
  readonly used: Map<string, number>;
  readonly shared: Map<string, SharedPool>;
  waits: number;
  held: Instant | undefined;
  storing: Storing | undefined;
  phase: RunStateName;
  open: number;
  cancellation: Cancellation | undefined;
  finishedAt: Instant | undefined;
  #nodes: NodeTable<Node>;
  readonly #indexes: ReadonlyMap<string, number>;
  readonly #startedAt: Instant;

  constructor(state: RunState, at: Instant) {
    this.plan = state.plan;
    this.at = at;
    this.ready = new Map(state.ready);
    this.used = new Map(state.used);
    this.shared = new Map(state.shared);
    this.waits = state.waits;
    this.held = state.held;
    this.storing = state.storing;
    this.phase = state.phase;
    this.open = state.open;
    this.cancellation = state.cancellation;
    this.finishedAt = state.finishedAt;
    this.#nodes = state.nodes;
    this.#indexes = state.indexes;
    this.#startedAt = state.startedAt;
  }

  node(index: number): Node {
    return this.#nodes.get(index);
  }

  nodeById(id: string): Node {
    const index = indexOf({ indexes: this.#indexes, nodes: this.#nodes }, id);
    if (index === undefined) throw new Error(`no task ${id} in run ${this.plan.run}`);
    return this.node(index);
  }

  get nodeCount(): number {
    return this.#nodes.length;
  }

  planned(node: Node): PlannedTask {
    const planned = this.plan.tasks[node.planned];
    if (planned === undefined) throw new Error(`no plan for ${node.id}`);
    return planned;
  }

  put(node: Node): void {
    this.#nodes = this.#nodes.set(node.index, node);
  }

  append(nodes: readonly Node[]): void {
    this.#nodes = this.#nodes.append(nodes);
  }

  /** Changes a task's record and has the driver keep it before anything that builds on it. */
  record(node: Node, record: TaskRecord, more: Partial<Pick<Node, 'failures' | 'end'>> = {}): Node {
    const changed = { ...node, ...more, record };
    this.put(changed);
    this.effects.push({ type: 'record', task: node.id, record });
    return changed;
  }

  /** Puts a task in line for a slot. Not recorded: a queued task has done nothing yet. */
  enqueue(node: Node): void {
    const planned = this.planned(node);
    const pool = planned.task.pool ?? '';
    this.put({ ...node, record: { ...node.record, state: 'queued' } });
    this.ready.set(pool, pushReady(this.ready.get(pool), { node: node.index, priority: planned.priority }));
  }

  /** The state as it now stands: also what expressions are evaluated against. */
  snapshot(): RunState {
    return {
      plan: this.plan,
      phase: this.phase,
      nodes: this.#nodes,
      indexes: this.#indexes,
      ready: this.ready,
      used: this.used,
      shared: this.shared,
      waits: this.waits,
      ...(this.held === undefined ? {} : { held: this.held }),
      ...(this.storing === undefined ? {} : { storing: this.storing }),
      open: this.open,
      startedAt: this.#startedAt,
      ...(this.cancellation === undefined ? {} : { cancellation: this.cancellation }),
      ...(this.finishedAt === undefined ? {} : { finishedAt: this.finishedAt }),
    };
  }
}
