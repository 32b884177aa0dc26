import { countOf } from '../run/run-words.ts';
import { nameList } from '../text/name-list.ts';
import { formatInstant } from '../text/time-text.ts';
import type { AskedForecast, ForecastPause, Simulation } from './forecast.ts';

/** What becomes of runs and backfills that somebody asks for; a sentence each. */
export function askedLines({ asked, worlds }: Pick<Simulation, 'asked' | 'worlds'>): readonly string[] {
  return asked.map((each) => `${whatText(each)}: ${courseText(each, worlds)}`);
}

/** Who is paused, and who starts nothing because of that; a sentence each. */
export function pauseLines({ paused }: Pick<Simulation, 'paused'>): readonly string[] {
  return paused.map((each) => `Paused: ${each.pipeline}${byText(each)}${holdsText(each)}`);
}

function whatText({ kind, pipeline, name, asked }: AskedForecast): string {
  if (kind === 'run') return `run of ${pipeline} at ${minuteText(name)}`;
  const isRange = name.startsWith(`${pipeline}:`);
  return `backfill ${isRange ? name : `${name} of ${pipeline}`}, ${countOf(asked, 'interval')}`;
}

function courseText({ asked, begins, ends, runs, failed, refused, unfinished }: AskedForecast, worlds: number): string {
  if (asked === 0) return 'nothing to do';
  const parts = [
    begins === undefined || ends === undefined ? '' : `begins ${minuteText(begins)}, ends ${endText(ends)}`,
    failed > 0 ? `${failed} of ${countOf(runs, 'run')} fail` : '',
    refused > 0 ? `refused${inWorlds(refused, worlds)}: it goes on already, or GitHub is away` : '',
    unfinished > 0 ? `not through${inWorlds(unfinished, worlds)}` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function endText({ p50, p95 }: NonNullable<AskedForecast['ends']>): string {
  const [usual, late] = [p50, p95].map(minuteText);
  return usual === late ? `${usual}` : `${usual} (p95 ${late})`;
}

function inWorlds(count: number, worlds: number): string {
  return worlds === 1 ? '' : ` in ${count}/${worlds} worlds`;
}

function byText({ by, since, until, reason }: ForecastPause): string {
  const who = by === undefined || since === undefined ? '' : ` (by ${by} since ${minuteText(since)})`;
  const end = until === undefined ? '' : ` until ${minuteText(until)}`;
  return `${end}${who}${reason === undefined ? '' : `: ${reason}`}`;
}

function holdsText({ holds, until }: ForecastPause): string {
  if (holds.length === 0) return '';
  return `; what comes after it ${until === undefined ? 'does not start' : 'waits'}: ${nameList(holds, 5)}`;
}

/** Without seconds, which nobody plans by. */
function minuteText(instant: string): string {
  return formatInstant(`${instant.slice(0, 16)}:00.000Z`).replace(/:00 UTC$/, ' UTC');
}
