import type { Cron } from '../model/pipeline.ts';
import type { RunSummary } from '../run/ports.ts';
import type { Style } from './ansi-style.ts';
import { cleanText } from './ansi-width.ts';
import { runMark } from './list-runs.ts';
import { renderTable } from './text-table.ts';
import { formatInstant } from './time-text.ts';

/** A pipeline's file, as far as it could be read. */
export interface ListedPipeline {
  readonly id: string;
  readonly file: string;
  readonly description?: string;
  readonly owner?: string;
  readonly schedule: readonly Cron[];
  readonly tasks: number;
  readonly errors: number;
  readonly newest?: RunSummary;
}

/** A table of pipelines, in the order given. */
export function renderPipelines(pipelines: readonly ListedPipeline[], style: Style, width: number): string[] {
  if (pipelines.length === 0) return ['No pipelines yet. Write a first one: segue init'];
  const header = { cells: ['pipeline', 'schedule', 'tasks', 'newest run', 'description'], paint: style.muted };
  const rows = pipelines.map((pipeline) => [
    style.strong(cleanText(pipeline.id)),
    scheduleText(pipeline.schedule),
    pipeline.errors > 0 ? style.failure('errors') : String(pipeline.tasks),
    pipeline.newest === undefined
      ? ''
      : `${runMark(pipeline.newest.state, style)} ${formatInstant(pipeline.newest.createdAt)}`,
    style.muted(cleanText(pipeline.description ?? '')),
  ]);
  const table = renderTable(rows, { width, header, whole: [0] });
  const broken = pipelines.some(({ errors }) => errors > 0);
  return broken ? [...table, '', 'What the errors are: segue validate'] : table;
}

function scheduleText(schedule: readonly Cron[]): string {
  const [first] = schedule;
  if (first === undefined) return 'by hand';
  const zone = first.timezone === 'UTC' ? '' : ` ${first.timezone}`;
  return `${cleanText(first.cron)}${zone}${schedule.length > 1 ? ` and ${schedule.length - 1} more` : ''}`;
}
