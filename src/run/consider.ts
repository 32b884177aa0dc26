import { evaluateCondition, evaluateList } from '../model/expression/expression.ts';
import type { ExpressionValues, Json } from '../model/expression/expression-values.ts';
import { limits } from '../model/limits.ts';
import type { Task } from '../model/pipeline.ts';
import { judge } from '../model/trigger-rule.ts';
import { blame } from './blame.ts';
import { valuesFor } from './contexts.ts';
import type { Reason } from './document.ts';
import type { Draft } from './draft.ts';
import { enqueueWhenDue } from './hold-back.ts';
import { instanceNode, type Node } from './run-state.ts';
import { settle } from './settle.ts';
import { unreachable } from './states.ts';
import { enqueueOnceStored } from './store-first.ts';

/** Judges all tasks whose upstreams changed, and those that change because of it, until nothing follows any more. */
export function considerAll(draft: Draft): void {
  for (let next = 0; next < draft.toJudge.length; next++) {
    const index = draft.toJudge[next];
    if (index !== undefined) consider(draft, draft.node(index));
  }
  draft.toJudge.length = 0;
}

function consider(draft: Draft, node: Node): void {
  if (node.record.state !== 'none') return;
  const { needs, task } = draft.planned(node);
  const judgement = judge(task.triggerRule, { total: needs.length, ...node.upstream });
  if (judgement === 'wait') return;
  if (judgement === 'start') begin(draft, node);
  else settle(draft, node, judgement, { reason: blame(draft, node, judgement) });
}

/** The rule holds: what is left is the task's own `if`, then its `foreach`. */
function begin(draft: Draft, node: Node): void {
  const decision = decide(draft.planned(node).task, valuesFor(draft.snapshot(), node));
  switch (decision.action) {
    case 'queue':
      enqueueWhenDue(draft, node);
      break;
    case 'expand':
      expand(draft, node, decision.items);
      break;
    case 'settle':
      settle(draft, node, decision.state, { reason: decision.reason });
      break;
    default:
      unreachable(decision);
  }
}

type Decision =
  | { readonly action: 'queue' }
  | { readonly action: 'expand'; readonly items: readonly Json[] }
  | { readonly action: 'settle'; readonly state: 'failed' | 'skipped'; readonly reason: Reason };

function decide(task: Task, values: ExpressionValues): Decision {
  if (task.if !== undefined) {
    const condition = evaluateCondition(task.if, values);
    if (!condition.ok) return failedBy(condition.message);
    if (!condition.value) return skippedBy({ kind: 'condition', expression: task.if });
  }
  return task.foreach === undefined ? { action: 'queue' } : decideItems(task.foreach, values);
}

function decideItems(expression: string, values: ExpressionValues): Decision {
  const list = evaluateList(expression, values);
  if (!list.ok) return failedBy(list.message);
  if (list.value.length === 0) return skippedBy({ kind: 'empty-list', expression });
  if (list.value.length <= limits.foreachWidth) return { action: 'expand', items: list.value };
  return failedBy(`foreach gives ${list.value.length} items; at most ${limits.foreachWidth} are allowed`);
}

function failedBy(message: string): Decision {
  return { action: 'settle', state: 'failed', reason: { kind: 'expression', message } };
}

function skippedBy(reason: Reason): Decision {
  return { action: 'settle', state: 'skipped', reason };
}

function expand(draft: Draft, node: Node, items: readonly Json[]): void {
  const { instances, surplus } = makeInstances(draft, node, items);
  const all = [...instances, ...surplus].map(({ index }) => index);
  const running = { ...node, instances: all, openInstances: instances.length };
  draft.record(running, { ...node.record, state: 'running', instances: instances.length });
  for (const instance of surplus) draft.record(instance, { ...instance.record, ...leftOver });
  // All of them are recorded before the first starts: a resume must know that the list was this one.
  for (const instance of instances) draft.record(instance, instance.record);
  for (const instance of instances) enqueueOnceStored(draft, instance);
}

const leftOver = { state: 'excluded', reason: { kind: 'excluded', why: 'no longer in the list' } } as const;

/** Reuses the nodes of an earlier expansion, which hold the attempts that were made then. */
function makeInstances(draft: Draft, group: Node, items: readonly Json[]) {
  const earlier = group.instances.map((index) => draft.node(index));
  const fresh = Math.max(0, items.length - earlier.length);
  const first = draft.nodeCount;
  const instances = items.map((item, position) => {
    const before = earlier[position];
    const index = before?.index ?? first + position - (items.length - fresh);
    return instanceNode(group, index, { of: group.index, position, item }, before?.record.attempts ?? []);
  });
  for (const node of instances.slice(0, items.length - fresh)) draft.put(node);
  draft.append(instances.slice(items.length - fresh));
  return { instances, surplus: earlier.slice(items.length) };
}
