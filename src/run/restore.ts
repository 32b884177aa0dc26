import type { Attempt, Instant, RunDocument, TaskRecord } from './document.ts';
import { NodeTable } from './node-table.ts';
import type { Plan, PlannedTask } from './plan.ts';
import { instanceNode, type Node, type RunState, taskNode } from './run-state.ts';
import { count, groupVerdict } from './settle.ts';
import { isFinal } from './states.ts';
import { nothingEnded } from './store-first.ts';

/** What a resume or a retry begins with. */
export interface Previous {
  readonly document: RunDocument;
  /** Ids of tasks and instances that start afresh. All others keep what they have if it is final. */
  readonly reset: ReadonlySet<string>;
}

/**
 * The state before the first event. Attempts are never dropped: a task that starts afresh goes on counting them. An
 * attempt that was still running when Segue died is closed as `lost`.
 */
export function initialState(plan: Plan, startedAt: Instant, previous?: Previous): RunState {
  const nodes = plan.tasks.map((planned) => plannedNode(planned, previous));
  const instances = previous === undefined ? [] : restoreInstances(plan, nodes, previous);
  const all = [...nodes, ...instances];
  countUpstreams(plan, all);
  return {
    plan,
    phase: 'running',
    nodes: NodeTable.from(all),
    indexes: new Map(nodes.map((node) => [node.id, node.index])),
    ready: new Map(),
    used: new Map(),
    shared: new Map((plan.limits.sharedPools ?? []).map((pool) => [pool, { used: 0, wanted: 0, granted: 0 }])),
    waits: 0,
    ...(plan.limits.storeFirst ? { storing: nothingEnded } : {}),
    open: nodes.filter((node) => !isFinal(node.record.state)).length,
    startedAt: previous?.document.startedAt ?? startedAt,
  };
}

function plannedNode(planned: PlannedTask, previous: Previous | undefined): Node {
  const record = previous?.document.tasks[planned.task.id];
  const node = taskNode(planned, (record?.attempts ?? []).map(closed));
  if (record !== undefined && isKept(planned.task.id, record, previous)) return { ...node, record };
  if (planned.inclusion.in) return goingOn(node, record, previous);
  const { why, reused } = planned.inclusion;
  return {
    ...node,
    record: {
      ...node.record,
      state: 'excluded',
      reason: { kind: 'excluded', why },
      ...(reused === undefined ? {} : { outputs: reused.outputs, reused: reused.run }),
      ...(reused?.artifacts === undefined ? {} : { artifacts: reused.artifacts }),
    },
  };
}

/** What was left to this job goes on counting where it was. */
function goingOn(node: Node, record: TaskRecord | undefined, previous: Previous | undefined): Node {
  if (record === undefined || previous?.reset.has(node.id)) return node;
  const { failures = 0, retryAt } = record;
  const due = retryAt === undefined ? {} : { retryAt };
  return { ...node, failures, record: { ...node.record, ...(failures === 0 ? {} : { failures }), ...due } };
}

function isKept(id: string, record: TaskRecord, previous: Previous | undefined): boolean {
  return isFinal(record.state) && record.state !== 'cancelled' && previous?.reset.has(id) !== true;
}

/**
 * Puts the instances of `foreach` tasks back. Of a task that goes on, those that are not kept will run again; one that
 * starts afresh expands anew, and takes its old instances' attempts over.
 */
function restoreInstances(plan: Plan, nodes: Node[], previous: Previous): readonly Node[] {
  const restored: Node[] = [];
  for (const { index, task } of plan.tasks) {
    const group = nodes[index];
    const width = previous.document.tasks[task.id]?.instances;
    if (group === undefined || width === undefined || task.foreach === undefined) continue;
    const mine = instancesOf(group, previous, nodes.length + restored.length);
    restored.push(...mine);
    nodes[index] = reopen(group, width, mine, previous);
  }
  return restored;
}

function instancesOf(group: Node, previous: Previous, firstIndex: number): readonly Node[] {
  const found: Node[] = [];
  for (;;) {
    const position = found.length;
    const record = previous.document.tasks[`${group.id}[${position}]`];
    if (record === undefined) return found;
    const instance = { of: group.index, position, item: JSON.parse(record.item ?? 'null') };
    const node = instanceNode(group, firstIndex + position, instance, record.attempts.map(closed));
    found.push(isKept(node.id, record, previous) ? { ...node, record } : goingOn(node, record, previous));
  }
}

function reopen(group: Node, width: number, instances: readonly Node[], previous: Previous): Node {
  const linked = { ...group, instances: instances.map(({ index }) => index) };
  const open = instances.filter(({ record }) => !isFinal(record.state)).length;
  const startsAfresh = previous.reset.has(group.id) || instances.length < width;
  if (startsAfresh || (open === 0 && isFinal(group.record.state))) return linked;
  if (open === 0) return { ...linked, record: { ...group.record, ...groupVerdict(instances), instances: width } };
  return { ...linked, openInstances: open, record: { ...group.record, state: 'running', instances: width } };
}

/** In place: the nodes are still ours alone. */
function countUpstreams(plan: Plan, nodes: Node[]): void {
  for (const { index, needs } of plan.tasks) {
    const node = nodes[index];
    if (node === undefined) continue;
    const upstream = needs.reduce((counts, need) => {
      const state = nodes[need]?.record.state;
      return state !== undefined && isFinal(state) ? count(counts, state) : counts;
    }, node.upstream);
    nodes[index] = { ...node, upstream };
  }
}

function closed(attempt: Attempt): Attempt {
  if (attempt.state !== 'running') return attempt;
  const { group: _, ...rest } = attempt;
  return { ...rest, state: 'lost', outcome: { kind: 'lost' } };
}
