import type { Interval, Outcome, Reason } from '../../run/document.ts';
import type { ProgressEvent } from '../../run/progress.ts';
import { isFinal, type RunStateName, type TaskState, unreachable } from '../../run/states.ts';

/** What is known of one task, or of one instance of a `foreach` task, while its run goes on. Times are epoch ms. */
export interface TaskProgress {
  readonly task: string;
  readonly needs: readonly string[];
  readonly expectedMs: number | undefined;
  /** The `foreach` task that this is an instance of. */
  readonly parent: string | undefined;
  state: TaskState;
  /** It failed and may. */
  tolerated: boolean;
  reason: Reason | undefined;
  attempt: number;
  of: number;
  startedAt: number | undefined;
  durationMs: number | undefined;
  /** When the next attempt starts, in state `up_for_retry`. */
  until: number | undefined;
  outcome: Outcome | undefined;
  instances: readonly string[];
}

/** The run as its events have told it so far: the live tree's only input besides the time. */
export class ProgressState {
  readonly tasks: ReadonlyMap<string, TaskProgress>;
  run = '';
  pipeline = '';
  environment = '';
  interval: Interval | undefined;
  startedAt = 0;
  stopping: 'term' | 'kill' | undefined;
  finished: Exclude<RunStateName, 'running'> | undefined;
  readonly #tasks = new Map<string, TaskProgress>();

  constructor() {
    this.tasks = this.#tasks;
  }

  apply(event: ProgressEvent): void {
    switch (event.event) {
      case 'run-started':
        this.#begin(event);
        break;
      case 'task-started':
        this.#change(event.task, (task) => {
          task.state = 'running';
          task.attempt = event.attempt;
          task.of = event.of;
          task.startedAt = Date.parse(event.at);
          task.durationMs = undefined;
        });
        break;
      case 'task-retrying':
        this.#change(event.task, (task) => {
          task.state = 'up_for_retry';
          task.outcome = event.outcome;
          task.until = Date.parse(event.until);
        });
        break;
      case 'task-expanded':
        this.#expand(event.task, event.instances);
        break;
      case 'task-finished':
        this.#finish(event);
        break;
      case 'stopping':
        this.stopping = event.how;
        break;
      case 'run-finished':
        this.finished = event.state;
        break;
      case 'notice':
      case 'task-output':
        break;
      default:
        unreachable(event);
    }
  }

  /** Top-level tasks by state; tolerated failures are not counted as failed, instances count with the task that they belong to. */
  counts(): { readonly total: number; readonly done: number; readonly running: number; readonly failed: number } {
    let [total, done, running, failed] = [0, 0, 0, 0];
    for (const task of this.#tasks.values()) {
      if (task.parent !== undefined || task.state === 'excluded') continue;
      total += 1;
      if (isFinal(task.state)) done += 1;
      if (task.state === 'running') running += 1;
      if (task.state === 'failed' && !task.tolerated) failed += 1;
    }
    return { total, done, running, failed };
  }

  #begin(event: ProgressEvent & { event: 'run-started' }): void {
    this.run = event.run;
    this.pipeline = event.pipeline;
    this.environment = event.environment;
    this.interval = event.interval;
    this.startedAt = Date.parse(event.at);
    for (const task of event.tasks) {
      const progress = blank(task.task, task.needs, task.expectedMs);
      progress.state = task.state;
      progress.tolerated = task.tolerated === true;
      progress.reason = task.reason;
      this.#tasks.set(task.task, progress);
    }
    for (const { task } of event.tasks) this.#adopt(task);
  }

  /** An instance that the run began with, e.g. one kept by a resume, belongs to its `foreach` task. */
  #adopt(id: string): void {
    const parent = this.#tasks.get(parentOf(id) ?? '');
    const instance = this.#tasks.get(id);
    if (parent === undefined || instance === undefined) return;
    this.#tasks.set(id, { ...instance, parent: parent.task });
    parent.instances = [...parent.instances, id];
  }

  #expand(id: string, instances: readonly string[]): void {
    this.#change(id, (task) => {
      task.instances = instances;
      if (!isFinal(task.state)) task.state = 'running';
      for (const instance of instances) {
        const known = this.#tasks.get(instance);
        this.#tasks.set(instance, { ...(known ?? blank(instance, task.needs, undefined)), parent: id });
      }
    });
  }

  #finish(event: ProgressEvent & { event: 'task-finished' }): void {
    this.#change(event.task, (task) => {
      task.state = event.state;
      task.tolerated = event.tolerated === true;
      task.reason = event.reason;
      task.outcome = event.outcome;
      task.durationMs = event.durationMs ?? elapsed(task.startedAt, event.at);
      if (event.attempt !== undefined) task.attempt = event.attempt;
      if (event.of !== undefined) task.of = event.of;
    });
  }

  #change(id: string, change: (task: TaskProgress) => void): void {
    let task = this.#tasks.get(id);
    if (task === undefined) {
      const parent = this.#tasks.get(parentOf(id) ?? '');
      task = { ...blank(id, parent?.needs ?? [], undefined), parent: parent?.task };
      this.#tasks.set(id, task);
    }
    change(task);
    const parent = task.parent === undefined ? undefined : this.#tasks.get(task.parent);
    if (parent !== undefined && task.state === 'running') parent.startedAt ??= task.startedAt;
  }
}

function elapsed(startedAt: number | undefined, at: string): number | undefined {
  return startedAt === undefined ? undefined : Math.max(0, Date.parse(at) - startedAt);
}

function blank(task: string, needs: readonly string[], expectedMs: number | undefined): TaskProgress {
  return {
    task,
    needs,
    expectedMs,
    parent: undefined,
    state: 'none',
    tolerated: false,
    reason: undefined,
    attempt: 0,
    of: 0,
    startedAt: undefined,
    durationMs: undefined,
    until: undefined,
    outcome: undefined,
    instances: [],
  };
}

/** `load` for `load[3]`; `undefined` for a task that is not an instance. */
export function parentOf(task: string): string | undefined {
  return task.endsWith(']') ? task.slice(0, task.lastIndexOf('[')) : undefined;
}
