import type { ImportedCrontab, SkippedLine } from '../../import/import-crontab.ts';
import { countOf } from '../run/run-words.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText } from '../text/ansi-width.ts';
import { renderTable } from '../text/text-table.ts';

export interface ImportLook {
  readonly style: Style;
  readonly width: number;
  /** False if the files were only shown. */
  readonly written: boolean;
}

/** What became of a crontab: a row for each pipeline, and a line for each line that became none. */
export function renderImport({ pipelines, skipped }: ImportedCrontab, { style, width, written }: ImportLook): string[] {
  const header = { cells: ['line', 'pipeline', 'schedule', 'notes'], paint: style.muted };
  const rows = pipelines.map(({ line, id, cron, timezone, notes }) => [
    String(line),
    style.strong(id),
    cron === undefined ? 'by hand' : `${cron}${timezone === 'UTC' ? '' : ` ${timezone}`}`,
    [...new Set(notes.map(({ about }) => about))].join(', '),
  ]);
  const what = `${written ? 'wrote' : 'would write'} ${countOf(pipelines.length, 'pipeline')}`;
  return [
    ...(rows.length === 0 ? [] : [...renderTable(rows, { width, header, whole: [0, 1] }), '']),
    ...(skipped.length === 0 ? [] : [...skippedLines(skipped, style), '']),
    ...(rows.length === 0 ? ['There is no job in it that can be imported.'] : [`${style.success('✓')} ${what}.`]),
    ...(rows.length === 0 ? [] : [...remarks, ...(written ? ['', `Next: ${style.command('segue validate')}`] : [])]),
  ];
}

const remarks = [
  '  What each note says stands at the top of its file. Of all jobs, these are not as in cron:',
  '  a task is ended after an hour unless it has a timeout; a pipeline never runs twice at once;',
  '  what exits with another code than 0 has failed; tasks start in the root of the repository.',
];

function skippedLines(skipped: readonly SkippedLine[], style: Style): string[] {
  return [
    'Not imported:',
    ...skipped.flatMap(({ line, text, reason }) => [
      `  line ${line}${text === '' ? '' : `  ${style.muted(cleanText(text))}`}`,
      `    ${reason}`,
    ]),
  ];
}
