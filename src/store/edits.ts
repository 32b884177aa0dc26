import type { PipelineState, StateChange } from '../run/ports.ts';
import { damaged, decodeHistory, encodeHistory, encodeRun, encodeState, type Owner } from './codec.ts';
import type { Edits } from './documents.ts';
import { canonicalId, historyPath, runPath, statePath } from './names.ts';
import { addToHistory, monthOf, retire, withRuns } from './retention.ts';
import type { MonthHistory } from './schema-state.ts';

/** What a change is applied to. */
export interface Current {
  readonly state: PipelineState;
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
  const listed = withRuns(change.state ?? current.state, runs);
  const { state, retired } = retire(listed, current.state.runs, keep);
  for (const summary of retired) texts.set(runPath(summary.run), undefined);
  for (const [month, history] of await histories(current, retired))
    texts.set(historyPath(month), encodeHistory(history));
  texts.set(statePath, encodeState(state));
  return onlyChanged(current, texts);
}

async function histories(
  current: Current,
  retired: ReturnType<typeof retire>['retired'],
): Promise<ReadonlyMap<string, MonthHistory>> {
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
