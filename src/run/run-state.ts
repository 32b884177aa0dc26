import type { Json } from '../model/expression/expression-values.ts';
import type { Attempt, Cancellation, Instant, RunDocument, TaskRecord } from './document.ts';
import type { NodeTable } from './node-table.ts';
import type { Plan, PlannedTask } from './plan.ts';
import type { ReadyQueue } from './ready-queue.ts';
import type { SlotNeed } from './slots.ts';
import type { RunStateName } from './states.ts';

/** A run in progress, as a value. Only `transition` makes a new one; an old one stays what it was. */
export interface RunState {
  readonly plan: Plan;
  readonly phase: RunStateName;
  /** The planned tasks, at their plan's index; instances of `foreach` tasks follow as they are made. */
  readonly nodes: NodeTable<Node>;
  /** Node index by id, of the planned tasks; instances are found by their task: see `indexOf`. */
  readonly indexes: ReadonlyMap<string, number>;
  /** By pool, `''` for tasks without one. */
  readonly ready: ReadonlyMap<string, ReadyQueue>;
  /** Slots in use, by pool; `''` counts all running attempts. */
  readonly used: ReadonlyMap<string, number>;
  /** Of pools that processes share: what was asked for last, and what may be filled; never more than was asked for. */
  readonly shared: ReadonlyMap<string, SharedPool>;
  /** Tasks that wait for their next try in this job. */
  readonly waits: number;
  /** Something was left to a job with more time: the first instant at which a fresh one could do some of it. */
  readonly held?: Instant;
  /** Absent where tasks need not wait until what they build on is stored elsewhere. */
  readonly storing?: Storing;
  /** Nodes that are not final. */
  readonly open: number;
  readonly cancellation?: Cancellation;
  readonly startedAt: Instant;
  readonly finishedAt?: Instant;
}

export interface SharedPool extends SlotNeed {
  readonly granted: number;
}

/**
 * Of a run in which nothing may start on what has ended here before that is stored where another machine finds it
 * (`durability: strict`). Ends are counted, so that one answer may be for many.
 */
export interface Storing {
  /** How many tasks and instances have ended since the run was claimed, and how many of these ends are stored. */
  readonly ended: number;
  readonly stored: number;
  /** So many ends were asked to be stored; never asked again. */
  readonly asked: number;
  /** Tasks that may run but for that: each may start once so many ends are stored. */
  readonly waiting: readonly Held[];
}

export interface Held {
  readonly node: number;
  readonly ends: number;
}

/** A task, or one instance of a `foreach` task. */
export interface Node {
  readonly id: string;
  readonly index: number;
  /** The planned task whose definition it runs. */
  readonly planned: number;
  readonly instance?: Instance;
  readonly record: TaskRecord;
  /** Failed attempts since the task was last set back; these count against its retries. */
  readonly failures: number;
  /** Where ends are counted: which of them the one of this task was; absent if it had ended before. */
  readonly end?: number;
  /** For a planned task: its finished upstreams. */
  readonly upstream: {
    readonly success: number;
    readonly failed: number;
    readonly upstreamFailed: number;
    readonly skipped: number;
  };
  /** For a `foreach` task: its instances, and how many of them are not final. */
  readonly instances: readonly number[];
  readonly openInstances: number;
}

export interface Instance {
  /** Node index of the `foreach` task. */
  readonly of: number;
  readonly position: number;
  readonly item: Json;
}

const noUpstream = { success: 0, failed: 0, upstreamFailed: 0, skipped: 0 } as const;

/** A planned task before anything happened to it, but for attempts of an earlier time. */
export function taskNode(planned: PlannedTask, attempts: readonly Attempt[] = []): Node {
  return {
    id: planned.task.id,
    index: planned.index,
    planned: planned.index,
    record: { state: 'none', definition: planned.definition, attempts },
    failures: 0,
    upstream: noUpstream,
    instances: [],
    openInstances: 0,
  };
}

/** One instance of a `foreach` task, before anything happened to it. */
export function instanceNode(group: Node, index: number, instance: Instance, attempts: readonly Attempt[]): Node {
  const { definition } = group.record;
  return {
    id: `${group.id}[${instance.position}]`,
    index,
    planned: group.planned,
    instance,
    record: { state: 'none', definition, attempts, item: JSON.stringify(instance.item) },
    failures: 0,
    upstream: noUpstream,
    instances: [],
    openInstances: 0,
  };
}

/** Node index of a task or an instance, undefined if there is none. */
export function indexOf({ indexes, nodes }: Pick<RunState, 'indexes' | 'nodes'>, id: string): number | undefined {
  const bracket = id.indexOf('[');
  if (bracket < 0) return indexes.get(id);
  const group = indexes.get(id.slice(0, bracket));
  if (group === undefined) return undefined;
  const index = nodes.get(group).instances[Number(id.slice(bracket + 1, -1))];
  return index !== undefined && nodes.get(index).id === id ? index : undefined;
}

/** @throws {Error} If there is none: ids come from the run itself. */
export function nodeById(state: RunState, id: string): Node {
  const index = indexOf(state, id);
  if (index === undefined) throw new Error(`no task ${id} in run ${state.plan.run}`);
  return state.nodes.get(index);
}

/** The stored form of a run. Linear in its tasks; deterministic. */
export function documentOf(state: RunState, actions: RunDocument['actions'] = []): RunDocument {
  const { plan } = state;
  return {
    version: 1,
    run: plan.run,
    pipeline: plan.pipeline,
    file: plan.file,
    environment: plan.environment,
    state: state.phase,
    ...(state.cancellation === undefined || state.phase !== 'cancelled' ? {} : { cancelled: state.cancellation }),
    commit: plan.commit,
    ...(plan.snapshotOf === undefined ? {} : { snapshotOf: plan.snapshotOf }),
    trigger: plan.trigger,
    ...(plan.interval === undefined ? {} : { interval: plan.interval }),
    generation: plan.generation,
    params: plan.params,
    ...(plan.selection === undefined ? {} : { selection: plan.selection }),
    ...(plan.limits.failFast ? { failFast: true } : {}),
    createdAt: plan.createdAt,
    startedAt: state.startedAt,
    ...(state.finishedAt === undefined ? {} : { finishedAt: state.finishedAt }),
    ...deadlineOf(state),
    tasks: Object.fromEntries(nodesInOrder(state).map((node) => [node.id, node.record])),
    actions,
  };
}

/** Planned tasks in file order, each followed by its instances. */
export function nodesInOrder(state: RunState): readonly Node[] {
  return state.plan.tasks.flatMap(({ index }) => {
    const node = state.nodes.get(index);
    return [node, ...node.instances.map((instance) => state.nodes.get(instance))];
  });
}

function deadlineOf(state: RunState): Pick<RunDocument, 'deadline'> {
  const at = state.plan.deadlineAt;
  if (at === undefined) return {};
  return { deadline: { at, missed: state.finishedAt !== undefined && state.finishedAt > at } };
}
