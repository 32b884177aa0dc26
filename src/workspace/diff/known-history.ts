import type { Diff } from '../../diff/change.ts';
import type { History, PipelineHistory } from '../../diff/history.ts';
import { longestDurations } from '../../run/durations.ts';
import { expectedDurations } from '../expected-durations.ts';
import type { Workspace } from '../workspace.ts';

/**
 * What earlier runs say of the pipelines of a diff, by the first of the environments in which there were some. Reads what this clone has
 * of their state, and asks no remote.
 */
export async function knownHistory(
  { state }: Pick<Workspace, 'state'>,
  { pipelines }: Diff,
  environments: readonly string[],
): Promise<History> {
  const ids = pipelines.flatMap((change) =>
    change.kind === 'pipeline-changed' && change.renamed !== undefined ? [change.renamed.from, change.id] : [change.id],
  );
  const found = await Promise.all(
    ids.map(async (id) => {
      for (const environment of environments) {
        const history = await historyIn(state, environment, id);
        if (history !== undefined) return [[id, history] as const];
      }
      return [];
    }),
  );
  return new Map(found.flat());
}

async function historyIn(
  state: Workspace['state'],
  environment: string,
  id: string,
): Promise<PipelineHistory | undefined> {
  const view = await state.view(environment, id);
  const durations = await view.durations();
  const { cursor } = view.state;
  const [medians, p95s] = [expectedDurations(durations), longestDurations(durations)];
  if (Object.keys(medians).length === 0 && cursor === undefined) return undefined;
  const tasks = Object.entries(medians).map(
    ([task, medianMs]) =>
      [task, { medianMs, p95Ms: p95s[task] ?? medianMs, attempts: durations[task]?.recentMs.length ?? 0 }] as const,
  );
  return { tasks: Object.fromEntries(tasks), ...(cursor === undefined ? {} : { cursor }) };
}
