import { formatDuration } from '../../model/duration.ts';
import type { RunSummary } from '../../run/ports.ts';
import { type RunStateName, unreachable } from '../../run/states.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText } from '../text/ansi-width.ts';
import { renderTable } from '../text/text-table.ts';
import { formatInstant, formatInterval } from '../text/time-text.ts';

export interface ListedRun extends RunSummary {
  readonly pipeline: string;
  /** It says that it runs, but the process that worked on it is gone. */
  readonly interrupted?: boolean;
}

/** A table of runs, in the order given. */
export function renderRuns(runs: readonly ListedRun[], style: Style, width: number): string[] {
  if (runs.length === 0) return ['No runs yet. Start one: segue run <pipeline>'];
  const header = { cells: ['', 'run', 'pipeline', 'started', 'took', 'late', 'interval'], paint: style.muted };
  const rows = runs.map((run) => [
    runMark(run.interrupted ? 'cancelled' : run.state, style),
    run.run,
    cleanText(run.pipeline),
    formatInstant(run.createdAt),
    tookText(run),
    lateText(run),
    run.interval === undefined ? '' : formatInterval(run.interval),
  ]);
  return renderTable(rows, { width, header, whole: [1] });
}

function tookText({ createdAt, finishedAt, interrupted, state }: ListedRun): string {
  if (finishedAt !== undefined) return formatDuration(Date.parse(finishedAt) - Date.parse(createdAt));
  return interrupted ? 'interrupted' : state;
}

/** Seconds are how long a start takes. */
const punctualMs = 60_000;

function lateText({ late }: ListedRun): string {
  if (late === undefined || late.startMs < punctualMs) return '';
  return formatDuration(Math.round(late.startMs / punctualMs) * punctualMs);
}

/** The one-column mark of a run's state. */
export function runMark(state: RunStateName, style: Style): string {
  switch (state) {
    case 'success':
      return style.success('✓');
    case 'failed':
      return style.failure('✗');
    case 'cancelled':
      return style.warning('■');
    case 'running':
      return style.running('●');
    default:
      return unreachable(state);
  }
}
