import { diffPipelines } from '../../diff/diff-pipelines.ts';
import { byId } from '../../diff/side.ts';
import type { Simulation } from '../../report/forecast/forecast.ts';
import type { JudgedSide } from '../../review/judged-side.ts';
import type { Intents } from '../../simulate/world/intents.ts';
import type { TaskName } from '../../simulate/world/what-if.ts';
import type { PlayedRequest } from './simulation-request.ts';

/** Pipelines that are called otherwise in two versions. */
export interface Renames {
  /** Old ids by new ones. */
  readonly old: ReadonlyMap<string, string>;
  /** New ids by old ones. */
  readonly now: ReadonlyMap<string, string>;
}

export const noRenames: Renames = { old: new Map(), now: new Map() };

export function renamesBetween(base: JudgedSide, head: JudgedSide): Renames {
  const pairs = diffPipelines(base, head).pipelines.flatMap((each) =>
    each.kind === 'pipeline-changed' && each.renamed !== undefined ? [[each.id, each.renamed.from] as const] : [],
  );
  return { old: new Map(pairs), now: new Map(pairs.map(([id, from]) => [from, id])) };
}

/** The same question to the version in which pipelines have their old ids; what that does not have, nobody can ask of it. */
export function underOldNames(
  request: Omit<PlayedRequest, 'old'>,
  side: JudgedSide,
  { old, now }: Renames,
): PlayedRequest {
  const known = byId(side);
  const idOf = (id: string) => old.get(id) ?? id;
  const inOld = <T extends { readonly pipeline: string }>(all: readonly T[]): readonly T[] =>
    all.flatMap((each) => {
      const pipeline = idOf(each.pipeline);
      return known.has(pipeline) && side.unfit?.has(pipeline) !== true ? [{ ...each, pipeline }] : [];
    });
  const named = <T extends TaskName>(all: readonly T[]): readonly T[] =>
    all.map((each) => (each.pipeline === undefined ? each : { ...each, pipeline: idOf(each.pipeline) }));
  const { pauses, switches, backfills, runs } = request.intents;
  const intents: Intents = {
    ...{ pauses: inOld(pauses), switches: inOld(switches), backfills: inOld(backfills), runs: inOld(runs) },
  };
  const whatIf = { ...request.whatIf, fail: named(request.whatIf.fail), slow: named(request.whatIf.slow) };
  return { ...request, only: request.only.map(idOf), whatIf, intents, old: new Map(), luckOf: now };
}

/** What came of it, with pipelines under their new ids. */
export function underNewNames(simulation: Simulation, { now }: Renames): Simulation {
  const named = <T extends { readonly pipeline: string }>(all: readonly T[]): readonly T[] =>
    all.map((each) => ({ ...each, pipeline: now.get(each.pipeline) ?? each.pipeline }));
  const pipelines = simulation.pipelines.map((each) => ({
    ...each,
    queues: each.queues.map((queue) => ({ ...queue, behind: named(queue.behind) })),
  }));
  return {
    ...simulation,
    pipelines: named(pipelines),
    asked: named(simulation.asked),
    paused: named(simulation.paused),
  };
}
