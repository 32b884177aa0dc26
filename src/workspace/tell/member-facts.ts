import type { MemberFacts } from '../../incident/incident.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { nextFire } from '../../schedule/fires.ts';
import type { Workspace } from '../workspace.ts';

/** What is known of a pipeline now besides the run that has ended. `others` are the pipelines that may come after it. */
export async function memberFacts(
  { state: store, environment, clock }: Pick<Workspace, 'state' | 'environment' | 'clock'>,
  pipeline: Pipeline,
  others: Iterable<Pipeline>,
): Promise<MemberFacts> {
  const { id, file, owner, tags, runbook, on } = pipeline;
  const view = await store.view(environment, id);
  const goodUpTo = view.state.served?.at(-1)?.end;
  const green = (await view.runs()).find(({ state, partial }) => state === 'success' && partial !== true);
  const lastGreen = green === undefined ? undefined : await view.run(green.run);
  const next = nextFire(on.schedule, clock.now());
  const timezone = on.schedule[0]?.timezone;
  return {
    file,
    tags,
    waiting: waitingFor(id, [...others]),
    ...(owner === undefined ? {} : { owner }),
    ...(runbook === undefined ? {} : { runbook }),
    ...(goodUpTo === undefined ? {} : { goodUpTo }),
    ...(lastGreen?.finishedAt === undefined
      ? {}
      : { lastGreen: { run: lastGreen.run, commit: lastGreen.commit, at: lastGreen.finishedAt } }),
    ...(next === undefined ? {} : { nextTry: new Date(next).toISOString() }),
    ...(timezone === undefined ? {} : { timezone }),
  };
}

/** Pipelines that come after it, near or far. */
function waitingFor(id: string, others: readonly Pipeline[]): readonly string[] {
  const found = new Set([id]);
  for (const each of found) {
    for (const other of others) if (other.on.after.includes(each)) found.add(other.id);
  }
  found.delete(id);
  return [...found].sort();
}
