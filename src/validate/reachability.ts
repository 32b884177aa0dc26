import type { Task } from '../model/pipeline.ts';
import { judge, type TriggerRule, type UpstreamCounts } from '../model/trigger-rule.ts';

/** States a task can end in, as bits of one number. */
const success = 1;
const failed = 2;
const upstreamFailed = 4;
const skipped = 8;
const everything = success | failed | upstreamFailed | skipped;

/** A task that can never start, and the states that its upstreams can end in. */
export interface Unreachable {
  readonly index: number;
  readonly upstreams: readonly { readonly id: string; readonly states: readonly string[] }[];
}

/**
 * Finds tasks that can never start, whatever happens. It follows the possible final states of each task downstream and asks
 * the engine's own judgement about every mixture of them. States are taken as independent of each other, so a task is
 * only reported when no run at all can start it. Below a reported task everything counts as possible: one cause, one
 * finding. `order` is topological; tasks that stand in no order (cycles) and unknown needs can end in any state. Linear.
 */
export function unreachableTasks(tasks: readonly Task[], order: readonly number[]): readonly Unreachable[] {
  const states = new Map<string, number>();
  const found: Unreachable[] = [];
  for (const index of order) {
    const task = tasks[index];
    if (task === undefined) continue;
    const ends = possibleEnds(task, states);
    if (ends === 'never starts') found.push({ index, upstreams: describeUpstreams(task, states) });
    states.set(task.id, ends === 'never starts' ? everything : ends);
  }
  return found.sort((a, b) => a.index - b.index);
}

function possibleEnds(task: Task, states: ReadonlyMap<string, number>): number | 'never starts' {
  let mixtures = nothing;
  for (const need of task.needs) mixtures = mixWith(mixtures, states.get(need) ?? everything);
  const ends = endsAfterAny(task.triggerRule, mixtures);
  if ((ends & success) === 0) return 'never starts';
  const mayBeSkipped = task.if !== undefined || task.foreach !== undefined;
  return mayBeSkipped ? ends | skipped : ends;
}

/**
 * The sets of states in which upstreams can end together: bit `m` is set if the states in `m` can be all that occur. With
 * four states there are 16 such sets.
 */
type Mixtures = number;

const nothing: Mixtures = 1;
const mixtureCount = everything + 1;

function mixWith(mixtures: Mixtures, possible: number): Mixtures {
  let next = 0;
  for (let mixture = 0; mixture < mixtureCount; mixture++) {
    if ((mixtures & (1 << mixture)) === 0) continue;
    for (let state = success; state <= skipped; state <<= 1) {
      if ((possible & state) !== 0) next |= 1 << (mixture | state);
    }
  }
  return next;
}

function endsAfterAny(rule: TriggerRule, mixtures: Mixtures): number {
  const table = endsTable(rule);
  let ends = 0;
  for (let mixture = 0; mixture < mixtureCount; mixture++) {
    if ((mixtures & (1 << mixture)) !== 0) ends |= table[mixture] ?? 0;
  }
  return ends;
}

const tables = new Map<TriggerRule, readonly number[]>();

/** What a rule makes of each mixture; asked of the engine once, since a repository has thousands of tasks. */
function endsTable(rule: TriggerRule): readonly number[] {
  let table = tables.get(rule);
  if (table === undefined) {
    table = Array.from({ length: mixtureCount }, (_, mixture) => endsAfter(rule, mixture));
    tables.set(rule, table);
  }
  return table;
}

/** Rules ask only whether a state occurs or is the only one, so one upstream for each state stands for any number. */
function endsAfter(rule: TriggerRule, mixture: number): number {
  switch (judge(rule, countsOf(mixture))) {
    case 'start':
      return success | failed;
    case 'skipped':
      return skipped;
    case 'upstream_failed':
      return upstreamFailed;
    case 'wait':
      return 0;
  }
}

function countsOf(mixture: number): UpstreamCounts {
  const counts = {
    success: mixture & success ? 1 : 0,
    failed: mixture & failed ? 1 : 0,
    upstreamFailed: mixture & upstreamFailed ? 1 : 0,
    skipped: mixture & skipped ? 1 : 0,
  };
  return { ...counts, total: counts.success + counts.failed + counts.upstreamFailed + counts.skipped };
}

function describeUpstreams(task: Task, states: ReadonlyMap<string, number>): Unreachable['upstreams'] {
  return task.needs.map((id) => ({ id, states: namesOf(states.get(id) ?? everything) }));
}

function namesOf(states: number): readonly string[] {
  const names: readonly (readonly [number, string])[] = [
    [success, 'success'],
    [failed, 'failed'],
    [upstreamFailed, 'upstream_failed'],
    [skipped, 'skipped'],
  ];
  return names.filter(([state]) => (states & state) !== 0).map(([, name]) => name);
}
