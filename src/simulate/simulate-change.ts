import type { Diff } from '../diff/change.ts';
import { changedPairs, knownOf } from '../diff/changed-pair.ts';
import { diffPipelines } from '../diff/diff-pipelines.ts';
import type { History, TaskHistory } from '../diff/history.ts';
import type { Side } from '../diff/side.ts';
import type { ForecastChange, ForecastPair, PipelineForecast, SimulatedWindow } from '../report/forecast/forecast.ts';
import { isOtherwise } from '../report/forecast/forecast-pairs.ts';
import { concernedBy } from './concerned.ts';
import { assumptions } from './simulate.ts';
import { Effort } from './world/effort.ts';
import { type Habits, spreadHabit, type TaskHabit } from './world/habits.ts';
import { Tally } from './world/tally.ts';
import { asUsual } from './world/what-if.ts';
import { playWorld } from './world/world.ts';
import type { WorldEvent } from './world/world-event.ts';
import type { WorldQuestion } from './world/world-question.ts';

/** How much may be computed at most; what has no room in it is left out, and said so. */
export interface EffortBound {
  /** Steps of the engine and of the clock, of all worlds of both sides together. */
  readonly steps: number;
  /** Worlds that are played of each side, if there is room. */
  readonly worlds: number;
}

/**
 * Plays the pipelines that a change concerns before and after it, and those that they wait for or share slots with, each world
 * under the same luck. Told are those that changed, and others that fare otherwise because of it. Pipelines with errors are left out.
 * Pure and deterministic.
 *
 * @param history By earlier runs; tasks of which nothing is known take a minute.
 */
export function simulateChange(
  base: Side,
  head: Side,
  history: History,
  window: SimulatedWindow,
  bound: EffortBound,
  diff: Diff = diffPipelines(base, head),
): ForecastChange {
  const pairs = changedPairs(diff, base, head, history);
  const renamed = new Map(
    diff.pipelines.flatMap((each) =>
      each.kind === 'pipeline-changed' && each.renamed !== undefined ? [[each.renamed.from, each.id] as const] : [],
    ),
  );
  const changed = new Map(pairs.map((pair) => [pair.change.id, pair]));
  const reached = diff.settings.flatMap((each) => ('reaches' in each ? each.reaches : []));
  const seeds = new Set([...changed.keys(), ...renamed.keys(), ...reached]);
  const old = questionOf(base, seeds, window, (id, task) => history.get(id)?.tasks[task]);
  const before = { ...old, luckOf: renamed };
  const after = questionOf(head, seeds, window, (id, task) => {
    const pair = changed.get(id);
    return pair === undefined ? history.get(id)?.tasks[task] : knownOf(pair, task);
  });
  const played = playBoth(before, after, bound);
  const was = new Map(played.before.map((each) => [renamed.get(each.pipeline) ?? each.pipeline, each]));
  const now = new Map(played.after.map((each) => [each.pipeline, each]));
  const ids = [...new Set([...was.keys(), ...now.keys()])].sort();
  const told = ids.map((id) => pairOf(id, was.get(id), now.get(id)));
  return {
    window,
    worlds: played.worlds,
    isCut: played.worlds < bound.worlds,
    assumed: assumptions(after),
    pipelines: told.filter((pair) => changed.has(pair.pipeline) || isOtherwise(pair)),
  };
}

type Known = (pipeline: string, task: string) => TaskHistory | undefined;

function questionOf(side: Side, seeds: ReadonlySet<string>, window: SimulatedWindow, known: Known): WorldQuestion {
  const { settings, unfit } = side;
  const fit = side.pipelines.filter(({ id }) => unfit?.has(id) !== true);
  return {
    pipelines: concernedBy(fit, seeds, settings),
    settings,
    environment: 'production',
    habits: habitsOf(known),
    knownLateMs: [],
    from: Date.parse(window.from),
    to: Date.parse(window.to),
    seed: 0,
    whatIf: asUsual,
  };
}

function habitsOf(known: Known): Habits {
  const kept = new Map<string, ReturnType<Habits>>();
  return (pipeline, task) => {
    const key = `${pipeline}\n${task}`;
    if (!kept.has(key)) {
      const found = known(pipeline, task);
      kept.set(key, found === undefined ? undefined : habitOf(found));
    }
    return kept.get(key);
  };
}

function habitOf({ medianMs, p95Ms, failures }: TaskHistory): TaskHabit {
  const habit = spreadHabit(medianMs, p95Ms);
  return failures === undefined || failures.attempts === 0
    ? habit
    : { ...habit, failureRate: failures.failed / failures.attempts };
}

/** A world counts if it could be played on both sides: else the two would not have had the same luck. */
function playBoth(before: WorldQuestion, after: WorldQuestion, { steps, worlds }: EffortBound) {
  const tallies = [before, after].map(
    ({ pipelines }) =>
      new Tally(
        pipelines.map(({ id }) => id),
        false,
      ),
  );
  const effort = new Effort(steps);
  let played = 0;
  for (; played < worlds; played++) {
    const both = [before, after].map((question) => playAside({ ...question, seed: played }, effort));
    if (both.some((events) => events === undefined)) break;
    for (const [index, tally] of tallies.entries()) {
      for (const event of both[index] ?? []) tally.note(event);
      tally.nextWorld();
    }
  }
  const [old = [], now = []] = tallies.map((tally) =>
    tally.forecasts().filter(({ runs, deadline }) => runs > 0 || deadline),
  );
  return { worlds: played, before: old, after: now };
}

function playAside(question: WorldQuestion, effort: Effort): readonly WorldEvent[] | undefined {
  const events: WorldEvent[] = [];
  return playWorld(question, effort, (event) => void events.push(event)) ? events : undefined;
}

function pairOf(pipeline: string, before?: PipelineForecast, after?: PipelineForecast): ForecastPair {
  return { pipeline, ...(before && { before }), ...(after && { after }) };
}
