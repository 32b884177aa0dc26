import { remaining } from '../dag/critical-path.ts';
import { buildGraph } from '../dag/graph.ts';
import { select } from '../dag/select.ts';
import type { ParamValue, Pipeline, Task } from '../model/pipeline.ts';
import type { ArtifactFile, Instant, Interval, Selection, Trigger } from './document.ts';
import type { JobTime } from './job-time.ts';

/** All that decides how a run goes, read before it starts. Nothing in it is read again later. */
export interface PlanRequest {
  readonly run: string;
  readonly pipeline: Pipeline;
  readonly environment: string;
  readonly commit: string;
  /** Where attempts run: the machine and the clone on it. */
  readonly host: string;
  readonly snapshotOf?: string;
  readonly trigger: Trigger;
  readonly interval?: Interval;
  readonly generation: number;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly vars: Readonly<Record<string, string>>;
  readonly selection?: Selection;
  /** What tasks left out by the selection hand on, by task id. */
  readonly reuse?: Readonly<Record<string, Reused>>;
  readonly limits: Limits;
  /** Expected duration by task id, from history; 1 where there is none. */
  readonly expectedMs?: Readonly<Record<string, number>>;
  /** By task id, milliseconds that nearly all earlier successes did not exceed. Only asked for where `limits.time` is set. */
  readonly longestMs?: Readonly<Record<string, number>>;
  readonly createdAt: Instant;
  /** How often the run was gone on with, this time included; absent for 0. It is part of the ids of attempts. */
  readonly continued?: number;
  readonly deadlineAt?: Instant;
  /** Digest of a text, as hexadecimal. */
  readonly digest: (text: string) => string;
}

export interface Limits {
  /** Tasks that run at once. */
  readonly jobs: number;
  /** Slots by pool; a pool that is not named here has one. */
  readonly pools: Readonly<Record<string, number>>;
  /** Pools whose slots this run shares with other processes: it fills only those that are granted to it. */
  readonly sharedPools?: readonly string[];
  readonly failFast: boolean;
  /** Nothing starts on what has ended in this run before that is stored where another machine finds it. */
  readonly storeFirst?: true;
  /** Where what works on the run ends at a known time. */
  readonly time?: JobTime;
}

/** What an earlier run, or a person, gives in place of running a task. */
export interface Reused {
  /** A run id, or `given` for outputs from the command line alone. */
  readonly run: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly artifacts?: readonly ArtifactFile[] | 'none';
}

/** A run, decided but not begun: the engine executes it, `--dry-run` prints it, the simulator plays it. */
export interface Plan extends Omit<PlanRequest, 'pipeline' | 'reuse' | 'expectedMs' | 'longestMs' | 'digest'> {
  readonly pipeline: string;
  readonly file: string;
  /** In file order; the position is the task's index. */
  readonly tasks: readonly PlannedTask[];
}

export interface PlannedTask {
  readonly index: number;
  readonly task: Task;
  /** Indexes of direct upstreams and downstreams. */
  readonly needs: readonly number[];
  readonly dependents: readonly number[];
  /** Longest remaining path from the start of this task to the end of the run, in milliseconds. */
  readonly priority: number;
  readonly expectedMs?: number;
  readonly longestMs?: number;
  readonly definition: string;
  readonly inclusion: Inclusion;
}

export type Inclusion =
  | { readonly in: true; readonly why: string }
  | { readonly in: false; readonly why: string; readonly reused?: Reused };

/**
 * Decides what a run consists of. Pure; linear in tasks and needs. The pipeline must be valid: an unknown need or a
 * cycle throws, because validation comes first.
 */
export function plan(request: PlanRequest): Plan {
  const { pipeline, reuse = {}, expectedMs = {}, longestMs = {}, digest, ...rest } = request;
  const graph = buildGraph(pipeline.tasks);
  const weights = pipeline.tasks.map((task) => expectedMs[task.id] ?? 1);
  const priorities = remaining(graph, (index) => weights[index] ?? 1);
  const selected = select(graph, request.selection ?? {});
  const tasks = pipeline.tasks.map((task, index): PlannedTask => {
    const choice = selected[index];
    if (choice === undefined) throw new Error(`no selection for task ${task.id}`);
    const known = expectedMs[task.id];
    const longest = longestMs[task.id];
    return {
      index,
      task,
      needs: graph.needs[index] ?? [],
      dependents: graph.dependents[index] ?? [],
      priority: priorities[index] ?? 1,
      ...(known === undefined ? {} : { expectedMs: known }),
      ...(longest === undefined ? {} : { longestMs: longest }),
      definition: digest(definitionOf(task)),
      inclusion: choice.in ? choice : withReuse(choice.why, reuse[task.id]),
    };
  });
  return { ...rest, pipeline: pipeline.id, file: pipeline.file, tasks };
}

function withReuse(why: string, reused: Reused | undefined): Inclusion {
  return reused === undefined ? { in: false, why } : { in: false, why, reused };
}

/**
 * What a task does, as canonical text: two tasks with the same text do the same. How often it is tried, how long it may
 * take and what it is called are left out, so that changing them does not make an earlier success doubtful.
 */
export function definitionOf(task: Task): string {
  const env = Object.entries(task.env).sort(([a], [b]) => (a < b ? -1 : 1));
  const needs = [...task.needs].sort();
  return JSON.stringify([
    task.run,
    task.shell,
    task.workingDirectory,
    env,
    needs,
    task.if ?? null,
    task.foreach ?? null,
    task.triggerRule,
    task.artifacts ?? null,
  ]);
}
