import type { ExpressionValues, NeedResult } from '../model/expression/expression-values.ts';
import type { TaskRecord } from './document.ts';
import type { Node, RunState } from './run-state.ts';
import { type TaskState, unreachable } from './states.ts';

/** The values for one node: of other tasks it sees only its direct needs. Without an interval both ends are empty. */
export function valuesFor(state: RunState, node: Node): ExpressionValues {
  const { plan } = state;
  const planned = plan.tasks[node.planned];
  const needs = (planned?.needs ?? []).map((index) => {
    const need = state.nodes.get(index);
    return [need.id, { result: resultOf(need.record.state), outputs: outputsOf(state, need) }] as const;
  });
  return {
    needs: Object.fromEntries(needs),
    params: plan.params,
    vars: plan.vars,
    interval: plan.interval ?? { start: '', end: '' },
    run: {
      id: plan.run,
      pipeline: plan.pipeline,
      environment: plan.environment,
      commit: plan.commit,
      attempt: node.record.attempts.length,
    },
    ...(node.instance === undefined ? {} : { foreach: { item: node.instance.item, index: node.instance.position } }),
  };
}

/** A task's outputs; of a `foreach` task each output is the JSON list of its instances' values, in order. */
export function outputsOf(state: RunState, node: Node): Readonly<Record<string, string>> {
  if (node.instances.length === 0) return node.record.outputs ?? {};
  const records = node.instances
    .map((index) => state.nodes.get(index).record)
    .filter((record) => record.state !== 'excluded');
  return joinOutputs(records);
}

/** What the instances of a `foreach` task give together, from their records in order. */
export function joinOutputs(records: readonly TaskRecord[]): Readonly<Record<string, string>> {
  const names = [...new Set(records.flatMap((record) => Object.keys(record.outputs ?? {})))].sort();
  return Object.fromEntries(
    names.map((name) => [name, JSON.stringify(records.map((record) => outputOf(record, name)))]),
  );
}

function outputOf(record: TaskRecord, name: string): string | null {
  return record.outputs?.[name] ?? null;
}

/** `needs.<task>.result` in the words of Actions. */
function resultOf(state: TaskState): NeedResult {
  switch (state) {
    case 'success':
    case 'excluded':
      return 'success';
    case 'failed':
      return 'failure';
    case 'skipped':
    case 'upstream_failed':
      return 'skipped';
    case 'cancelled':
      return 'cancelled';
    case 'none':
    case 'queued':
    case 'running':
    case 'up_for_retry':
      return '';
    default:
      return unreachable(state);
  }
}
