import type { AuditRecord } from '../../run/audit.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText } from '../text/ansi-width.ts';
import { renderTable } from '../text/text-table.ts';
import { formatInstant, formatInterval } from '../text/time-text.ts';

export interface HistoryLook {
  readonly style: Style;
  readonly width: number;
  readonly pipeline: string;
  readonly environment: string;
}

/** What was done to a pipeline, a row for each change, in the order given. All of it may be a stranger's text. */
export function renderHistory(records: readonly AuditRecord[], look: HistoryLook): string[] {
  const { style, width, pipeline, environment } = look;
  if (records.length === 0) {
    return [
      `Nothing was done to ${cleanText(pipeline)} in ${cleanText(environment)} yet. --env names another environment.`,
    ];
  }
  const header = { cells: ['when', 'what', 'by', 'run', 'how', 'interval', 'reason'], paint: style.muted };
  const rows = records.map(({ at, action, by = '', run = '', detail = '', interval, reason = '' }) => [
    formatInstant(at),
    style.strong(oneLine(action)),
    oneLine(by),
    run,
    oneLine(detail),
    interval === undefined ? '' : formatInterval(interval),
    style.muted(oneLine(reason)),
  ]);
  return renderTable(rows, { width, header, whole: [0, 3] });
}

function oneLine(text: string): string {
  return cleanText(text.replaceAll(/\s+/g, ' ').trim());
}
