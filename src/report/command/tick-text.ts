import { formatDuration } from '../../model/duration.ts';
import type { Interval } from '../../run/document.ts';
import { unreachable } from '../../run/states.ts';
import type { Note, PassedOver, Recovery, Start, Wait } from '../../tick/step.ts';
import { countOf } from '../run/run-words.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText } from '../text/ansi-width.ts';
import { nameList } from '../text/name-list.ts';
import { formatInstant, formatInterval } from '../text/time-text.ts';
import { pauseText } from './pause-text.ts';

/** Names that a line lists before it counts. */
const mostNames = 5;

/** For which interval, or because of what, a run starts: `2026-03-01 05:00 to 2026-03-02 05:00 UTC`. */
export function startText({ cause, interval, generation }: Start): string {
  switch (cause.kind) {
    case 'schedule':
      return intervalText(interval);
    case 'after':
      return `after ${nameList(Object.keys(cause.upstream), mostNames)}`;
    case 'backfill': {
      const again = generation === 0 ? '' : `, generation ${generation}`;
      return `${intervalText(interval)}, for the backfill ${cleanText(cause.id)}${again}`;
    }
    default:
      return unreachable(cause);
  }
}

/** What a tick has written down without running anything. */
export function noteText(note: Note): string {
  switch (note.kind) {
    case 'begins':
      return `is new here: its schedule counts from ${formatInstant(note.cursor)}${unknownText(note.unknown)}`;
    case 'begins-after':
      return `is new here: it runs after the next success of ${nameList(note.upstream, mostNames)}`;
    case 'adopts':
      return `was called ${cleanText(note.from)}: it goes on from there`;
    case 'nothing-to-fill':
      return `finds nothing to do for the backfill ${cleanText(note.backfill)}: it is done with`;
    case 'passes-over':
      return passedOverText(note);
    default:
      return unreachable(note);
  }
}

function unknownText(ids: readonly string[] = []): string {
  if (ids.length === 0) return '';
  const names = nameList(ids, mostNames);
  return `; no tick has seen it as ${names}. If it moved more than once, renamed-from must list all of its old ids`;
}

/** What its catch-up passes over. */
export function passedOverText({ count, from, to }: PassedOver): string {
  return `passes over ${countOf(count, 'interval')}, ${formatInterval({ start: from, end: to })}, as its catchup says`;
}

export function recoveryText({ kind, run, takeovers, interrupted }: Recovery): string {
  if (interrupted) return `goes on with ${run}`;
  return kind === 'take-over'
    ? `goes on with ${run}, whose runner died`
    : `gives up ${run}: its runners died ${takeovers + 1} times`;
}

/** Why a pipeline does not start now, in one line. */
export function waitText(why: Wait): string {
  switch (why.kind) {
    case 'by-hand':
      return 'starts by hand only';
    case 'paused':
      return pauseText(why.pause);
    case 'older-commit':
      return `has run at ${why.newer.slice(0, 7)} already, which is newer than what is checked out here`;
    case 'busy':
      return `${countOf(why.runs.length, 'run')} of at most ${why.most} under way: ${nameList(why.runs, mostNames)}`;
    case 'no-time':
      return `is due and waits for the next wake-up: this job has ${formatDuration(why.leftMs)} left, and its first task may need ${formatDuration(why.neededMs)}`;
    case 'handed-over':
      return `${nameList([why.run], mostNames)} goes on with the first wake-up after ${formatInstant(why.resumesAt)}: its next try is not due before`;
    case 'watching':
      return why.runs.length === 1
        ? `${nameList(why.runs, mostNames)} may have lost its runner; that is certain only once its lease has run out`
        : `${nameList(why.runs, mostNames)} may have lost their runners; that is certain only once their leases have run out`;
    case 'after': {
      const next = why.next === undefined ? '' : `; its schedule is next due ${formatInstant(why.next)}`;
      return `waits for a new success of ${nameList(why.missing, mostNames)}${next}`;
    }
    case 'not-due':
      return [nextText(why.next), servedText(why.served)].filter((text) => text !== '').join('; ');
    default:
      return unreachable(why);
  }
}

/** One line for each pipeline that waits, those with the same reason together. */
export function renderWaits(
  waits: readonly { readonly pipeline: string; readonly why: Wait }[],
  style: Style,
): string[] {
  const byHand = waits.filter(({ why }) => why.kind === 'by-hand').map(({ pipeline }) => pipeline);
  const others = waits.filter(({ why }) => why.kind !== 'by-hand');
  const width = Math.max(0, ...others.map(({ pipeline }) => pipeline.length));
  const lines = others.map(({ pipeline, why }) => {
    const name = cleanText(pipeline).padEnd(Math.min(width, 40));
    return `  ${name}  ${why.kind === 'paused' ? style.warning(waitText(why)) : style.muted(waitText(why))}`;
  });
  return byHand.length === 0 ? lines : [...lines, style.muted(`  By hand only: ${nameList(byHand, mostNames)}`)];
}

function nextText(next: string | undefined): string {
  return next === undefined ? 'its schedule has ended' : `next ${formatInstant(next)}`;
}

function servedText(served: (Wait & { kind: 'not-due' })['served']): string {
  if (served === undefined) return '';
  const { end, run } = served;
  if (run === undefined) return `settled up to ${formatInstant(end)}`;
  const began = `${run.run}, begun ${formatInstant(run.createdAt)}`;
  return run.state === 'running'
    ? `the interval up to ${formatInstant(end)} is being served by ${began}`
    : `the interval up to ${formatInstant(end)} was served by ${began}: ${run.state}`;
}

function intervalText(interval: Interval | undefined): string {
  return interval === undefined ? 'no interval' : formatInterval(interval);
}
