import { Problem } from '../../diagnostic/problem.ts';
import { nearest } from '../../diagnostic/suggest.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import type { StateReader } from '../../run/ports.ts';
import {
  type AskedRun,
  type Intents,
  type PauseSwitch,
  type StandingPause,
  whatIfPause,
} from '../../simulate/world/intents.ts';
import { paramValues } from '../run/params.ts';
import type { Wishes } from './wishes.ts';

/** The pipelines that are played, by id, and the window: milliseconds since the epoch. */
export interface Played {
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly from: number;
  readonly to: number;
}

/**
 * Pauses and runs of a simulation: those that somebody wants, and pauses that stand in the state now. Backfills are looked up elsewhere.
 *
 * @throws {Problem} SG701 for an unknown pipeline, SG704 for params, SG918 for a time outside of the window.
 */
export async function intentsOf(
  state: Pick<StateReader, 'state'>,
  environment: string,
  played: Played,
  { pauses, unpauses, runs, params }: Wishes,
): Promise<Omit<Intents, 'backfills'>> {
  for (const { pipeline } of [...pauses, ...unpauses, ...runs]) demandPipeline(played, pipeline);
  const switches = [
    ...pauses.flatMap((each) => switchOf(each, true, played)),
    ...unpauses.flatMap((each) => switchOf(each, false, played)),
  ];
  return {
    pauses: await standingPauses(state, environment, played, { pauses, unpauses }),
    switches: switches.sort((a, b) => a.at - b.at),
    runs: runsOf(runs, params, played),
  };
}

/** @throws {Problem} SG701 */
export function demandPipeline({ pipelines }: Pick<Played, 'pipelines'>, id: string): Pipeline {
  const found = pipelines.get(id);
  if (found !== undefined) return found;
  const guess = nearest(id, [...pipelines.keys()]);
  const list = 'segue list shows all of them; those with errors are not played.';
  throw new Problem('SG701', `There is no pipeline ${id}.`, guess === undefined ? list : `Did you mean ${guess}?`, 2);
}

/** What somebody wants of the window's begin stands above what the state says. */
async function standingPauses(
  state: Pick<StateReader, 'state'>,
  environment: string,
  { pipelines, from }: Played,
  { pauses, unpauses }: Pick<Wishes, 'pauses' | 'unpauses'>,
): Promise<readonly StandingPause[]> {
  const [wanted, unwanted] = [pauses, unpauses].map(
    (each) => new Set(each.filter(isAtBegin).map((one) => one.pipeline)),
  );
  const unpaused = new Set(unpauses.map(({ pipeline }) => pipeline));
  const found: StandingPause[] = [];
  for (const id of pipelines.keys()) {
    const { paused, cursor } = await state.state(environment, id);
    if (paused === undefined) {
      if (wanted?.has(id)) found.push({ pipeline: id, pause: whatIfPause });
      continue;
    }
    // Where the schedule stood matters to those that are to go on.
    const stood = unpaused.has(id) && cursor !== undefined && Date.parse(cursor) < from ? { cursor } : {};
    if (!unwanted?.has(id) || stood.cursor !== undefined) found.push({ pipeline: id, pause: paused, ...stood });
  }
  return found;
}

function switchOf(
  { pipeline, at }: Wishes['pauses'][number],
  isPaused: boolean,
  played: Played,
): readonly PauseSwitch[] {
  // Whoever is to go on from the begin does so at once, from where the schedule stood.
  if (at === undefined) return isPaused ? [] : [{ pipeline, at: played.from, isPaused }];
  demandInside(played, at);
  return [{ pipeline, at, isPaused }];
}

function runsOf(runs: Wishes['runs'], params: Wishes['params'], played: Played): readonly AskedRun[] {
  const names = Object.keys(params);
  const asked = runs.map(({ pipeline: id }) => demandPipeline(played, id));
  const foreign = names.find((name) => !asked.some((each) => Object.hasOwn(each.params, name)));
  if (foreign !== undefined) {
    const [first] = asked;
    if (first !== undefined) paramValues(first, params);
    throw new Problem(
      'SG704',
      `No run is asked for that could have the param ${foreign}.`,
      'Add --run PIPELINE@TIME.',
      2,
    );
  }
  return runs.map(({ pipeline, at }, index) => {
    demandInside(played, at);
    const own = asked[index]?.params ?? {};
    const given = Object.fromEntries(Object.entries(params).filter(([name]) => Object.hasOwn(own, name)));
    return { pipeline, at, params: paramValues(demandPipeline(played, pipeline), given) };
  });
}

function demandInside({ from, to }: Pick<Played, 'from' | 'to'>, at: number): void {
  if (at >= from && at < to) return;
  const [begin, end, time] = [from, to, at].map((each) => new Date(each).toISOString());
  throw new Problem(
    'SG918',
    `${time} is not in the window from ${begin} to ${end}.`,
    'Give --from and --to so that it is.',
    2,
  );
}

function isAtBegin({ at }: { readonly at?: number }): boolean {
  return at === undefined;
}
