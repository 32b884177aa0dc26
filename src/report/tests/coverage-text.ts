import { cleanText } from '../text/ansi-width.ts';
import { nameList } from '../text/name-list.ts';
import { renderTable } from '../text/text-table.ts';
import type { Covered, PipelineCoverage } from './test-results.ts';
import type { TestLook } from './test-text.ts';

/** What of each pipeline its tests have seen, as a table, and below that what they have not. */
export function renderCoverage(coverage: readonly PipelineCoverage[], { style, width }: TestLook): readonly string[] {
  const rows = coverage.map(({ pipeline, tasks, branches, rules }) => [
    cleanText(pipeline),
    ...[tasks, branches, rules].map(ratio),
    percent([tasks, branches, rules]),
  ]);
  const header = { cells: ['seen by tests', 'tasks', 'if', 'trigger rules', ''], paint: style.muted };
  const gaps = coverage.flatMap(({ pipeline, tasks, unseen }) => {
    if (unseen.length === 0 || tasks.seen === 0) return [];
    return [
      '',
      `${style.warning('!')} ${cleanText(pipeline)}, not seen:`,
      ...unseen.map((each) => `  ${cleanText(each)}`),
    ];
  });
  const untested = coverage.filter(({ tasks }) => tasks.seen === 0).map(({ pipeline }) => pipeline);
  const none =
    untested.length === 0 ? [] : ['', `${style.warning('!')} No test starts a task of ${nameList(untested, 10)}.`];
  return [...renderTable(rows, { width, header }), ...gaps, ...none];
}

function ratio({ seen, total }: Covered): string {
  return total === 0 ? '–' : `${seen}/${total}`;
}

/** Rounded down, so that 100% is all of it. */
function percent(parts: readonly Covered[]): string {
  const seen = parts.reduce((sum, part) => sum + part.seen, 0);
  const total = parts.reduce((sum, part) => sum + part.total, 0);
  return total === 0 ? '' : `${Math.floor((seen / total) * 100)}%`;
}
