import { buildGraph, type Graph } from '../../dag/graph.ts';
import { ancestors } from '../../dag/select.ts';
import { abandonRun } from '../../run/abandon.ts';
import { timesContinued } from '../../run/attempt-id.ts';
import type { Instant, RunDocument } from '../../run/document.ts';
import type { Plan } from '../../run/plan.ts';
import type { ActiveRun } from '../../run/ports.ts';
import { resetForResume, taskOf } from '../../run/reset.ts';
import { initialState, type Previous } from '../../run/restore.ts';
import { documentOf } from '../../run/run-state.ts';
import { isFinal } from '../../run/states.ts';
import type { Recovery } from '../../tick/step.ts';
import type { LeftRun } from './stage.ts';

/** What becomes of a run whose holder is gone. */
export type Continued =
  | { readonly kind: 'goes-on'; readonly plan: Plan; readonly previous: Previous }
  | ({ readonly kind: 'given-up' } & LeftRun);

/** Goes on with a run as it was stored last, or ends it if nobody can. `again` plans it anew, for so many continuations. */
export function goOn(known: LeftRun, recovery: Recovery, at: Instant, again: (continued: number) => Plan): Continued {
  const actions = [...known.document.actions, { kind: 'resume', by: 'simulation', at } as const];
  const document: RunDocument = { ...known.document, actions };
  const plan = again(timesContinued(actions));
  const graph = buildGraph(plan.tasks.map(({ task }) => task));
  const previous = { document, reset: resetForResume(known.document, graph) };
  if (recovery.kind === 'give-up' || !goesOnElsewhere(plan, graph, previous)) {
    return { kind: 'given-up', plan, document: givenUp(known.document, at, recovery) };
  }
  return { kind: 'goes-on', plan, previous };
}

/** What a claim keeps of the one before it. */
export function claimedAgain({ backfill }: ActiveRun, { takeovers, interrupted }: Recovery): Partial<ActiveRun> {
  const times = takeovers + (interrupted ? 0 : 1);
  return { takeovers: times, ...(backfill === undefined ? {} : { backfill }) };
}

/** Whether another machine can go on with a run: what is left builds on no success that does not say which files it handed on. */
function goesOnElsewhere(plan: Plan, graph: Graph, previous: Previous): boolean {
  const nodes = [...initialState(plan, plan.createdAt, previous).nodes];
  const unfinished = nodes.filter(({ record }) => !isFinal(record.state)).map(({ planned }) => planned);
  const needed = new Set([...ancestors(graph, unfinished).keys()].map((index) => graph.ids[index]));
  return !nodes.some(
    ({ id, record, instances }) =>
      record.state === 'success' &&
      record.artifacts === undefined &&
      instances.length === 0 &&
      needed.has(taskOf(id)) &&
      record.attempts.length > 0,
  );
}

/** The end of a run that nobody goes on with. */
function givenUp(document: RunDocument, at: Instant, { kind, takeovers }: Recovery): RunDocument {
  const reason =
    kind === 'give-up'
      ? `Whoever worked on it died, ${takeovers + 1} times.`
      : 'A task that succeeded elsewhere does not say which files it handed on.';
  return abandonRun(document, at, 'simulation', reason);
}

/** A run that was claimed, and of which nothing has happened. */
export function unbegun(plan: Plan): RunDocument {
  return documentOf(initialState(plan, plan.createdAt));
}
