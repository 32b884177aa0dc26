import type { Diff } from '../../diff/change.ts';
import type { History, PipelineHistory } from '../../diff/history.ts';
import { longestDurations } from '../../run/durations.ts';
import type { StateReader, StateView } from '../../run/ports.ts';
import { expectedDurations } from '../run/expected-durations.ts';
import { keptPast, mayOrphan } from './kept-past.ts';
import { taskFailures } from './task-failures.ts';

export interface HistoryQuestion {
  /** Whose runs tell how long things take, and whose state a merge meets: the first of them that has any. */
  readonly environments: readonly string[];
  /** Whether the reader sees all that is stored anywhere. A clone sees what it has fetched: what it lacks may be elsewhere. */
  readonly isWhole: boolean;
}

/** A pipeline whose history is asked for, by the id that its state has. */
export interface AskedHistory {
  readonly id: string;
  /** Whether runs of it, or some of their tasks, may have no file any more that says what they are. */
  readonly mayOrphan: boolean;
  /** Whether its runs are looked into for how often tasks fail: each is a document. */
  readonly wantsFailures?: boolean;
}

/** What the stored state says of the pipelines of a diff, under their old ids and their new ones. */
export function knownHistory(
  reader: { readonly state: Pick<StateReader, 'environments' | 'view'> },
  { pipelines }: Diff,
  question: HistoryQuestion,
): Promise<History> {
  const asked = pipelines.flatMap((change) => {
    const orphans = { mayOrphan: mayOrphan(change) };
    const isRenamed = change.kind === 'pipeline-changed' && change.renamed !== undefined;
    return [...(isRenamed ? [{ id: change.renamed.from, ...orphans }] : []), { id: change.id, ...orphans }];
  });
  return historyOf(reader, asked, question);
}

/** The same for whoever knows no more than which pipelines may have changed. */
export async function historyOf(
  { state }: { readonly state: Pick<StateReader, 'environments' | 'view'> },
  pipelines: readonly AskedHistory[],
  { environments, isWhole }: HistoryQuestion,
): Promise<History> {
  const stored = new Set(pipelines.length === 0 ? [] : await state.environments());
  const asked = environments.filter((environment) => stored.has(environment));
  const found = await Promise.all(
    pipelines.map(async (pipeline) => {
      const known = await historyIn(state, asked, pipeline);
      if (known !== undefined) return [[pipeline.id, known] as const];
      const [environment] = isWhole ? environments : asked;
      return environment === undefined ? [] : [[pipeline.id, { tasks: {}, environment, hasState: false }] as const];
    }),
  );
  return new Map(found.flat());
}

/** The state of the first environment that has some; durations of the first in which a task has succeeded. */
async function historyIn(
  state: Pick<StateReader, 'view'>,
  environments: readonly string[],
  { id, mayOrphan: orphans, wantsFailures = false }: AskedHistory,
): Promise<PipelineHistory | undefined> {
  let found: PipelineHistory | undefined;
  for (const environment of environments) {
    const view = await state.view(environment, id);
    const { tasks, ...looked } = await tasksOf(view, wantsFailures);
    if (found === undefined && isEmpty(view, tasks)) continue;
    found = { ...(found ?? (await keptPast(view, orphans))), tasks, ...looked };
    if (Object.keys(tasks).length > 0) break;
  }
  return found;
}

function isEmpty({ state: { cursor, active, paused, latest = [], consumed } }: StateView, tasks: object): boolean {
  const isSilent = cursor === undefined && paused === undefined && consumed === undefined;
  return isSilent && active.length + latest.length + Object.keys(tasks).length === 0;
}

async function tasksOf(
  view: StateView,
  wantsFailures: boolean,
): Promise<Pick<PipelineHistory, 'tasks' | 'lookedInto'>> {
  const durations = await view.durations();
  const [medians, p95s] = [expectedDurations(durations), longestDurations(durations)];
  const looked = wantsFailures ? await taskFailures(view) : undefined;
  const tasks = Object.entries(medians).map(([task, medianMs]) => {
    const failures = looked?.tasks.get(task);
    const known = { medianMs, p95Ms: p95s[task] ?? medianMs, attempts: durations[task]?.recentMs.length ?? 0 };
    return [task, failures === undefined ? known : { ...known, failures }] as const;
  });
  return { tasks: Object.fromEntries(tasks), ...(looked === undefined ? {} : { lookedInto: looked.lookedInto }) };
}
