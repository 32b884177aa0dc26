import type { Pipeline } from '../model/pipeline.ts';
import type { Assumptions, ForecastRun, PipelineForecast, Simulation } from '../report/forecast/forecast.ts';
import { pauseOf } from './pause-forecast.ts';
import { Effort } from './world/effort.ts';
import { assumedMs } from './world/habits.ts';
import { type Intents, noIntents, type StandingPause, startedBy } from './world/intents.ts';
import { playedPipeline } from './world/played-pipeline.ts';
import { Tally } from './world/tally.ts';
import { playWorld } from './world/world.ts';
import type { WorldEvent } from './world/world-event.ts';
import type { WorldQuestion } from './world/world-question.ts';

export interface SimulationQuestion extends WorldQuestion {
  /** Worlds that are played, with this seed and those after it. */
  readonly worlds: number;
  /** Ids of the pipelines that are told of; without it all that run by themselves. All are played. */
  readonly only?: ReadonlySet<string>;
  /** Each run of the first world is wanted. */
  readonly keepsRuns?: boolean;
  /** Steps of the engine and of the clock, of all worlds together; without it there is no bound. */
  readonly steps?: number;
}

export interface Simulated {
  readonly simulation: Simulation;
  /** Of the first world, if they are wanted. */
  readonly runs: readonly ForecastRun[];
}

/**
 * Plays a repository for a while, as often as is wanted. The engine, the decisions of wake-ups and what is told to whom are those of
 * production. Nothing is executed, read or written; the same question gives the same answer.
 */
export function simulate(question: SimulationQuestion): Simulated {
  const { pipelines, worlds, only, keepsRuns = false, steps = Number.POSITIVE_INFINITY, seed, from, to } = question;
  const { intents = noIntents } = question;
  const told = playing(question).filter(({ id }) => only?.has(id) ?? true);
  const effort = new Effort(steps);
  const tally = new Tally(
    told.map(({ id }) => id),
    keepsRuns,
    intents,
  );
  for (let world = 0; world < worlds && !effort.isSpent; world++) {
    const events: WorldEvent[] = [];
    // A world that is cut tells nothing, so what has a bound is kept aside until it has ended.
    const listener = (event: WorldEvent) => (Number.isFinite(steps) ? void events.push(event) : tally.note(event));
    if (!playWorld({ ...question, seed: seed + world }, effort, listener)) break;
    for (const event of events) tally.note(event);
    tally.nextWorld();
  }
  const simulation: Simulation = {
    window: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
    seed,
    worlds: tally.worlds,
    isCut: tally.worlds < worlds,
    assumed: assumptions(question),
    pipelines: tally.forecasts().toSorted(worstFirst),
    perWorld: tally.perWorld(),
    asked: tally.asked(),
    paused: pausedIn(intents, from).map((each) => pauseOf(each, intents, pipelines)),
    alerts: tally.alerts,
    incidents: tally.incidents,
  };
  return { simulation, runs: tally.runs };
}

/** What nobody knows of these pipelines. */
export function assumptions(question: WorldQuestion): Assumptions {
  const { habits, knownLateMs } = question;
  const all = playing(question);
  const known = all.flatMap(({ id, tasks }) => tasks.map((task) => habits(id, task.id)));
  return {
    unknownMs: assumedMs,
    unknownDurations: known.filter((each) => each === undefined).length,
    tasks: known.length,
    knownFailures: known.filter((each) => each?.failureRate !== undefined).length,
    unconditioned: all.flatMap((each) => playedPipeline(each, habits).unconditioned).length,
    knownWakeUps: knownLateMs.length,
  };
}

/** Who goes on as soon as the window begins is not paused in it. */
function pausedIn({ pauses, switches }: Intents, from: number): readonly StandingPause[] {
  const goesOn = ({ pipeline }: StandingPause) =>
    switches.some((each) => each.pipeline === pipeline && each.at === from && !each.isPaused);
  return pauses.filter((each) => !goesOn(each));
}

/** Those of which there may be runs. */
function playing({ pipelines, intents = noIntents }: WorldQuestion): readonly Pipeline[] {
  const asked = startedBy(intents);
  return pipelines.filter(({ id, on }) => on.schedule.length + on.after.length > 0 || asked.has(id));
}

/** By missed deadlines, by failures, by how long after they were due runs end; then by id. */
function worstFirst(one: PipelineForecast, other: PipelineForecast): number {
  return (
    share(other.deadline?.missed, other.deadline?.due) - share(one.deadline?.missed, one.deadline?.due) ||
    share(other.failed, other.runs) - share(one.failed, one.runs) ||
    other.endsAfter.p95Ms - one.endsAfter.p95Ms ||
    (one.pipeline < other.pipeline ? -1 : 1)
  );
}

function share(part = 0, all = 0): number {
  return all === 0 ? 0 : part / all;
}
