import type { Pipeline } from '../model/pipeline.ts';
import { walkForwards } from '../schedule/walk.ts';
import type { WakeUp } from './wake-ups.ts';

/** What GitHub's clock will likely cost in 30 days. It rounds each job up to a minute. */
export interface BilledMonth {
  readonly wakeUps: number;
  /** Wake-ups at which nothing is due. */
  readonly idle: number;
  readonly jobs: number;
  /** Of all jobs, if every wake-up is on time: at least one each, the wait of a `lead`, and what runs are known to take. */
  readonly minutes: number;
  /** Of these, for the wait. */
  readonly waiting: number;
  /** Ids of scheduled pipelines of which nobody knows how long a run takes: they count as if they took no time. */
  readonly unknown: readonly string[];
}

export interface BillRequest {
  readonly pipelines: readonly Pick<Pipeline, 'id' | 'on' | 'lane'>[];
  readonly woken: readonly WakeUp[];
  /** True if a job of its own finds out what is due. */
  readonly hasFinder: boolean;
  readonly leadMs: number;
  /** Milliseconds that a run takes, by pipeline. */
  readonly runMs: Readonly<Record<string, number>>;
  /** The instant at which the 30 days begin, in milliseconds since the epoch. */
  readonly from: number;
}

const dayMs = 86_400_000;
const minuteMs = 60_000;
const days = 30;

/** Instants that are looked at; with more a day stands for the month. */
const mostFires = 200_000;

interface Fire {
  readonly at: number;
  readonly pipeline: number;
}

type Sums = Omit<BilledMonth, 'unknown'>;

/** Plays the wake-ups of 30 days. Runs of one lane at one wake-up go on side by side, and all of them find a place. */
export function billedMonth(request: BillRequest): BilledMonth {
  const { pipelines, runMs } = request;
  const firstDay = firesOf(request, 1);
  const isFew = firstDay.length * days <= mostFires;
  const sums = isFew ? play(request, firesOf(request, days), days) : times(play(request, firstDay, 1), days);
  const scheduled = pipelines.filter(({ on }) => on.schedule.length > 0).map(({ id }) => id);
  return { ...sums, unknown: scheduled.filter((id) => !Object.hasOwn(runMs, id)).sort() };
}

function times({ wakeUps, idle, jobs, minutes, waiting }: Sums, factor: number): Sums {
  return {
    wakeUps: wakeUps * factor,
    idle: idle * factor,
    jobs: jobs * factor,
    minutes: minutes * factor,
    waiting: waiting * factor,
  };
}

function firesOf({ pipelines, from }: BillRequest, length: number): readonly Fire[] {
  const found = pipelines.flatMap(({ on }, pipeline) =>
    until(walkForwards(on.schedule, from + 1), from + length * dayMs).map((at) => ({ at, pipeline })),
  );
  return found.sort((a, b) => a.at - b.at);
}

function until(instants: Iterable<number>, last: number): readonly number[] {
  const found: number[] = [];
  for (const at of instants) {
    if (at > last) break;
    found.push(at);
  }
  return found;
}

function play(request: BillRequest, fires: readonly Fire[], length: number): Sums {
  const { woken, from, leadMs, hasFinder } = request;
  const wakes = woken.flatMap((each) => until(walkForwards([each], from + 1), from + length * dayMs));
  const sums = { wakeUps: wakes.length, idle: 0, jobs: 0, minutes: 0, waiting: 0 };
  let served = 0;
  for (const wake of wakes.sort((a, b) => a - b)) {
    const due = dueAt(fires, served, wake, leadMs);
    const lanes = lanesOf(request, fires.slice(served, due.end));
    served = due.end;
    const bills = lanes.map((ms) => Math.max(1, Math.ceil((due.waitMs + ms) / minuteMs)));
    const jobs = hasFinder || bills.length === 0 ? [1, ...bills] : bills;
    sums.idle += bills.length === 0 ? 1 : 0;
    sums.jobs += jobs.length;
    sums.minutes += jobs.reduce((all, each) => all + each, 0);
    sums.waiting += Math.floor(due.waitMs / minuteMs) * bills.length;
  }
  return sums;
}

/** The fires before `end` are served at a wake-up, which waits if the next of them is near. */
function dueAt(fires: readonly Fire[], served: number, wake: number, leadMs: number) {
  const late = endOf(fires, served, wake);
  const soon = fires[late]?.at ?? Number.POSITIVE_INFINITY;
  return soon > wake + leadMs ? { end: late, waitMs: 0 } : { end: endOf(fires, late, soon), waitMs: soon - wake };
}

function endOf(fires: readonly Fire[], begin: number, instant: number): number {
  let end = begin;
  while ((fires[end]?.at ?? Number.POSITIVE_INFINITY) <= instant) end += 1;
  return end;
}

/** For each job with work, how long the longest of its runs takes. */
function lanesOf({ pipelines, runMs, hasFinder }: BillRequest, due: readonly Fire[]): readonly number[] {
  const lanes = new Map<string, number>();
  for (const { pipeline } of due) {
    const { id, lane } = pipelines[pipeline] ?? { id: '', lane: '' };
    const job = hasFinder ? lane : '';
    const ms = Object.hasOwn(runMs, id) ? (runMs[id] ?? 0) : 0;
    lanes.set(job, Math.max(lanes.get(job) ?? 0, ms));
  }
  return [...lanes.values()];
}
