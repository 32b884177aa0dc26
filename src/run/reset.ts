import { type Graph, idAt } from '../dag/graph.ts';
import { descendants } from '../dag/select.ts';
import type { RunDocument } from './document.ts';
import { isHandOver } from './handed-over.ts';
import type { TaskState } from './states.ts';

/** Which tasks start afresh, and which kept successes no longer mean what they meant. */
export interface Reset {
  readonly reset: ReadonlySet<string>;
  /** Kept successes whose definition has changed since. */
  readonly outdated: readonly string[];
}

/**
 * A resume goes on with what is unfinished; failed and `upstream_failed` tasks start afresh, with everything downstream
 * of them. Every other success is final. One that was handed over by a job without time goes on as if there had been one job only:
 * what has failed in it has failed.
 */
export function resetForResume(document: RunDocument, graph: Graph): ReadonlySet<string> {
  if (isHandOver(document.cancelled)) return new Set();
  return withDescendants(seedsIn(document, ['failed', 'upstream_failed']), graph);
}

/**
 * A retry starts the named tasks afresh, whatever their state, or all that did not succeed; with everything downstream,
 * unless `only`. `definitions` are those of the code that the retry will run, by task id.
 */
export function resetForRetry(
  document: RunDocument,
  graph: Graph,
  request: { readonly tasks: readonly string[]; readonly only: boolean },
  definitions: ReadonlyMap<string, string>,
): Reset {
  const seeds = request.tasks.length > 0 ? request.tasks : seedsIn(document, unfinished);
  const reset = request.only ? new Set(seeds) : withDescendants(seeds, graph);
  const outdated = Object.entries(document.tasks)
    .filter(([id, record]) => record.state === 'success' && !reset.has(id) && !reset.has(taskOf(id)))
    .filter(([id, record]) => (definitions.get(taskOf(id)) ?? record.definition) !== record.definition)
    .map(([id]) => id);
  return { reset, outdated };
}

/** Of a run that was handed over some only wait for the next job. */
const unfinished: readonly TaskState[] = ['failed', 'upstream_failed', 'cancelled', 'none', 'queued', 'up_for_retry'];

/** The task that `load[3]` is an instance of; any other id as it is. */
export function taskOf(id: string): string {
  const bracket = id.indexOf('[');
  return bracket < 0 ? id : id.slice(0, bracket);
}

/** A failed `foreach` task starts its failed instances afresh, not those that succeeded; one that was marked as a whole, none. */
function seedsIn({ tasks }: RunDocument, states: readonly TaskState[]): readonly string[] {
  return Object.entries(tasks)
    .filter(([, record]) => states.includes(record.state) && record.reason?.kind !== 'instances')
    .map(([id]) => id)
    .filter((id) => taskOf(id) === id || tasks[taskOf(id)]?.mark === undefined);
}

function withDescendants(seeds: readonly string[], graph: Graph): ReadonlySet<string> {
  const indexes = seeds.flatMap((seed) => graph.indexOf.get(taskOf(seed)) ?? []);
  const downstream = [...descendants(graph, indexes).keys()].filter((index) => !indexes.includes(index));
  return new Set([...seeds, ...downstream.map((index) => idAt(graph, index))]);
}
