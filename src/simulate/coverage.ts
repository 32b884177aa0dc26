import type { Pipeline, Task } from '../model/pipeline.ts';
import type { Covered, PipelineCoverage } from '../report/tests/test-results.ts';
import type { RunDocument, TaskRecord } from '../run/document.ts';

/** One thing that tests may see of a task. */
interface Sight {
  readonly kind: 'task' | 'branch' | 'rule';
  readonly isSeen: (record: TaskRecord) => boolean;
  /** What is said if none of them has. */
  readonly unseen: string;
}

/** Notes what tests see of one pipeline: its tasks, both sides of each `if`, and of its trigger rules. */
export class Coverage {
  readonly #pipeline: Pipeline;
  readonly #sights: readonly { readonly task: string; readonly sight: Sight }[];
  readonly #seen = new Set<Sight>();

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
    this.#sights = pipeline.tasks.flatMap((task) => sightsOf(task).map((sight) => ({ task: task.id, sight })));
  }

  /** One run of the pipeline, at its end. */
  note({ tasks }: RunDocument): void {
    for (const { task, sight } of this.#sights) {
      const record = tasks[task];
      if (record !== undefined && !this.#seen.has(sight) && sight.isSeen(record)) this.#seen.add(sight);
    }
  }

  report(): PipelineCoverage {
    const { id, file } = this.#pipeline;
    const unseen = this.#sights.filter(({ sight }) => !this.#seen.has(sight)).map(({ sight }) => sight.unseen);
    const [tasks, branches, rules] = (['task', 'branch', 'rule'] as const).map((kind) => this.#count(kind));
    const none = { seen: 0, total: 0 };
    return { pipeline: id, file, tasks: tasks ?? none, branches: branches ?? none, rules: rules ?? none, unseen };
  }

  #count(kind: Sight['kind']): Covered {
    const all = this.#sights.filter(({ sight }) => sight.kind === kind);
    return { seen: all.filter(({ sight }) => this.#seen.has(sight)).length, total: all.length };
  }
}

function sightsOf(task: Task): readonly Sight[] {
  const { id } = task;
  return [{ kind: 'task', isSeen: isStarted, unseen: `${id} never starts` }, ...branchesOf(task), ...rulesOf(task)];
}

function branchesOf({ id, if: condition }: Task): readonly Sight[] {
  if (condition === undefined) return [];
  const isFalse = ({ reason }: TaskRecord) => reason?.kind === 'condition';
  const isTrue = (record: TaskRecord) => isStarted(record) || record.reason?.kind === 'empty-list';
  return [
    { kind: 'branch', isSeen: isTrue, unseen: `${id}: its condition is never true: ${condition}` },
    { kind: 'branch', isSeen: isFalse, unseen: `${id}: its condition is never false: ${condition}` },
  ];
}

/** Which tasks wait for which is the default rule's whole meaning; only other rules are decisions of somebody. */
function rulesOf({ id, triggerRule: rule }: Task): readonly Sight[] {
  if (rule === 'all_success') return [];
  const held: Sight = { kind: 'rule', isSeen: hasHeld, unseen: `${id}: its trigger rule ${rule} never holds` };
  if (rule === 'always' || rule === 'all_done') return [held];
  return [held, { kind: 'rule', isSeen: hasNotHeld, unseen: `${id}: its trigger rule ${rule} always holds` }];
}

function isStarted({ attempts, instances = 0 }: TaskRecord): boolean {
  return attempts.length > 0 || instances > 0;
}

function hasHeld(record: TaskRecord): boolean {
  const kind = record.reason?.kind;
  return isStarted(record) || kind === 'condition' || kind === 'empty-list' || kind === 'expression';
}

function hasNotHeld(record: TaskRecord): boolean {
  return !isStarted(record) && (record.reason?.kind === 'rule' || record.reason?.kind === 'upstream');
}
