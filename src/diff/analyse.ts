import { atMerge, type PipelineAtMerge } from './at-merge.ts';
import type { Diff } from './change.ts';
import { changedPairs } from './changed-pair.ts';
import { type CostChange, costChanges } from './costs.ts';
import { diffPipelines } from './diff-pipelines.ts';
import { type FireChange, fireChanges } from './fire-changes.ts';
import type { History } from './history.ts';
import { type Impact, impactOf } from './impact.ts';
import type { Risk, RiskContext } from './risk.ts';
import { riskRules } from './risk-registry.ts';
import type { Side } from './side.ts';

/** A diff and all that follows from it. Plain JSON. */
export interface Analysis extends Diff {
  readonly impact: Impact;
  readonly fires: readonly FireChange[];
  readonly costs: readonly CostChange[];
  /** What the merge would meet if it came now; one for each pipeline of the diff, in its order. */
  readonly atMerge: readonly PipelineAtMerge[];
  /** Ids of pipelines that have errors and are of the diff, or had none before it: of them no times are told. Sorted. */
  readonly withErrors: readonly string[];
  /** Warnings first; of each kind in the order of the codes, then by pipeline. */
  readonly risks: readonly Risk[];
}

/**
 * Compares two sides and works out what the change does. Pure: nothing of either side is executed.
 *
 * @param diff What `diffPipelines` gives for them, if that is known already.
 * @param now Milliseconds since the epoch: fires are those after it.
 */
export function analyse(
  base: Side,
  head: Side,
  history: History,
  now: number,
  diff: Diff = diffPipelines(base, head),
): Analysis {
  const pairs = changedPairs(diff, base, head, history);
  const costs = costChanges(pairs, base, head, now);
  return {
    ...diff,
    impact: impactOf(diff, base, head),
    fires: fireChanges(diff, base, head, now),
    costs,
    atMerge: atMerge(pairs, base, head, now),
    withErrors: withErrors(diff, base, head),
    risks: risksOf({ diff, base, head, pairs, costs, now }),
  };
}

function withErrors({ pipelines }: Diff, base: Side, head: Side): readonly string[] {
  const changed = new Set(pipelines.map(({ id }) => id));
  const isOurs = (id: string) => changed.has(id) || base.unfit?.has(id) !== true;
  return [...(head.unfit ?? [])].filter(isOurs).sort();
}

function risksOf(context: RiskContext): readonly Risk[] {
  const found = riskRules.flatMap(({ code, severity, check }) =>
    check(context).map((finding) => ({ code, severity, ...finding })),
  );
  return [
    ...found.filter(({ severity }) => severity === 'warning'),
    ...found.filter(({ severity }) => severity === 'note'),
  ];
}
