import type { Cron } from '../../model/pipeline.ts';
import type { RunSummary } from '../../run/ports.ts';
import type { Pause } from '../../run/schedule-state.ts';
import { runMark } from '../run/list-runs.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText } from '../text/ansi-width.ts';
import { renderTable } from '../text/text-table.ts';
import { formatInstant } from '../text/time-text.ts';
import { whoPaused } from './pause-text.ts';

/** A pipeline's file, as far as it could be read. */
export interface ListedPipeline {
  readonly id: string;
  readonly file: string;
  readonly description?: string;
  readonly owner?: string;
  readonly schedule: readonly Cron[];
  /** Ids of the pipelines whose successes start it. */
  readonly after: readonly string[];
  readonly tasks: number;
  readonly errors: number;
  readonly newest?: RunSummary;
  readonly paused?: Pause;
}

/** A table of pipelines, in the order given. */
export function renderPipelines(pipelines: readonly ListedPipeline[], style: Style, width: number): string[] {
  if (pipelines.length === 0) return ['No pipelines yet. Write a first one: segue init'];
  const header = {
    cells: ['pipeline', 'schedule', 'tasks', 'newest run', 'paused', 'description'],
    paint: style.muted,
  };
  const rows = pipelines.map((pipeline) => [
    style.strong(cleanText(pipeline.id)),
    startText(pipeline),
    pipeline.errors > 0 ? style.failure('errors') : String(pipeline.tasks),
    pipeline.newest === undefined
      ? ''
      : `${runMark(pipeline.newest.state, style)} ${formatInstant(pipeline.newest.createdAt)}`,
    pipeline.paused === undefined ? '' : style.warning(whoPaused(pipeline.paused)),
    style.muted(cleanText(pipeline.description ?? '')),
  ]);
  const table = renderTable(rows, { width, header, whole: [0] });
  const broken = pipelines.some(({ errors }) => errors > 0);
  return broken ? [...table, '', 'What the errors are: segue validate'] : table;
}

function startText({ schedule, after }: ListedPipeline): string {
  const crons = schedule.map(({ cron, timezone }) => `${cron}${timezone === 'UTC' ? '' : ` ${timezone}`}`);
  const pipelines = after.length === 0 ? [] : [`after ${firstOf(after)}`];
  const starts = crons.length === 0 ? pipelines : [firstOf(crons), ...pipelines];
  return starts.length === 0 ? 'by hand' : starts.join(', ');
}

function firstOf([first = '', ...more]: readonly string[]): string {
  return `${cleanText(first)}${more.length > 0 ? ` and ${more.length} more` : ''}`;
}
