import { Problem } from '../diagnostic/problem.ts';
import type { AuditEntry } from '../run/audit.ts';
import type { PipelineState, StateChange, StateView, UpdateOptions } from '../run/ports.ts';
import type { Workspace } from './workspace.ts';

/** What somebody makes of the state as it is stored: what to write, if anything, and what the caller gets to know of it. */
export interface Decision<T> {
  readonly result: T;
  readonly change?: StateChange;
}

/**
 * Changes the state of a pipeline by compare-and-set. `decide` is asked on what is stored at that moment, and again after
 * each lost race, so it must depend on nothing but its argument; it may also find its own write there, if the first answer got
 * lost. Gives the result of the decision that counted.
 *
 * @throws {Problem} SG710 if the state keeps changing under our hands.
 */
export async function updateState<T>(
  { state: store, environment }: Pick<Workspace, 'state' | 'environment'>,
  pipeline: string,
  entry: AuditEntry,
  decide: (state: PipelineState, view: StateView) => Decision<T> | Promise<Decision<T>>,
  options: UpdateOptions = {},
): Promise<T> {
  let decided: Decision<T> | undefined;
  const ask = async (view: StateView) => {
    decided = await decide(view.state, view);
    return decided.change;
  };
  const { outcome } = await store.update(environment, pipeline, entry, ask, options);
  if (outcome === 'conflict' || decided === undefined) throw conflict(pipeline);
  return decided.result;
}

function conflict(pipeline: string): Problem {
  return new Problem(
    'SG710',
    `The state of ${pipeline} was changed by somebody else each time that Segue wanted to write it.`,
    'Try again. If it lasts, look for what writes it: git log refs/segue/…',
  );
}
