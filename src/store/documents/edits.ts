import type { PipelineState, RunSummary, StateChange, TaskDurations } from '../../run/ports.ts';
import { decodeHistory, encodeHistory, encodeRun, encodeState, type Owner } from '../codec/codec.ts';
import { encodeDurations, encodeRunList } from '../codec/codec-past.ts';
import { damaged } from '../codec/damaged.ts';
import type { MonthHistory } from '../codec/schema-state.ts';
import { canonicalId, durationsPath, historyPath, runListPath, runPath, statePath } from '../names.ts';
import { addToHistory, latestOf, monthOf, retire, withRuns } from '../upkeep/retention.ts';
import type { Edits } from './documents.ts';

/** What a change is applied to. */
export interface Current {
  readonly state: PipelineState;
  /** See `StateView`. */
  readonly runs: readonly RunSummary[];
  read(path: string): Promise<string | undefined>;
}

/**
 * The documents that a change really changes: its runs, their places in the pipeline's list, and what retires because of
 * them. Empty if all is as it was.
 *
 * @throws {Problem} SG607 if a document belongs elsewhere or breaks its schema, SG615 if it is too large.
 */
export async function editsOf(current: Current, owner: Owner, change: StateChange, keep: number): Promise<Edits> {
  const runs = change.runs ?? [];
  for (const document of [...runs, ...(change.state ? [change.state] : [])]) checkBelongs(document, owner);
  const texts = new Map<string, string | undefined>();
  for (const run of runs) texts.set(runPath(run.run), encodeRun(run));
  const state = change.state ?? current.state;
  const { kept, retired } = retire(withRuns(current.runs, runs), state.active, keep);
  for (const summary of retired) texts.set(runPath(summary.run), undefined);
  for (const [month, history] of await histories(current, retired))
    texts.set(historyPath(month), encodeHistory(history));
  texts.set(runListPath, runListText(kept, owner));
  if (change.durations !== undefined) texts.set(durationsPath, durationsText(change.durations, owner));
  texts.set(statePath, stateText(state, kept));
  return onlyChanged(current, texts);
}

/** The pipeline's own document, which also says what is newest in the list of its runs. */
export function stateText({ latest: _, ...state }: PipelineState, runs: readonly RunSummary[]): string {
  return encodeState({ ...state, ...latestOf(runs, state.cursor) });
}

/** Nothing is written of a pipeline that has never run. */
export function runListText(runs: readonly RunSummary[], owner: Owner): string | undefined {
  return runs.length === 0 ? undefined : encodeRunList(runs, owner);
}

export function durationsText(tasks: TaskDurations, owner: Owner): string | undefined {
  return Object.keys(tasks).length === 0 ? undefined : encodeDurations(tasks, owner);
}

async function histories(current: Current, retired: readonly RunSummary[]): Promise<ReadonlyMap<string, MonthHistory>> {
  const byMonth = new Map<string, MonthHistory>();
  for (const summary of retired) {
    const month = monthOf(summary);
    const stored = byMonth.has(month) ? undefined : await current.read(historyPath(month));
    const before = byMonth.get(month) ?? (stored === undefined ? undefined : decodeHistory(stored, month));
    byMonth.set(month, addToHistory(before, summary));
  }
  return byMonth;
}

async function onlyChanged(current: Current, texts: Edits): Promise<Edits> {
  const changed = new Map<string, string | undefined>();
  for (const [path, text] of texts) if ((await current.read(path)) !== text) changed.set(path, text);
  return changed;
}

function checkBelongs(document: Owner, owner: Owner): void {
  if (document.environment === owner.environment && canonicalId(document.pipeline) === canonicalId(owner.pipeline)) {
    return;
  }
  throw damaged(`state of ${owner.pipeline}`, `a document of ${document.pipeline} does not belong there`);
}
