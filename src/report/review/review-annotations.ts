import type { Severity } from '../../diagnostic/diagnostic.ts';
import { workflowFile } from '../../workflow/workflow-path.ts';
import type { Region } from '../findings/findings-position.ts';
import type { CheckAnnotation } from '../forge/forge.ts';
import { forgeLimits } from '../forge/forge-limits.ts';
import { byteLength } from '../text/markdown-fit.ts';
import { titleText, visibleLines } from '../text/safe-text.ts';
import { openRisks, staleWords } from './review-problems.ts';
import type { ReviewTestFailure, ReviewView } from './review-view.ts';

/** Remarks of one check: twenty requests of them, a second apart. The page lists the others. */
export const mostAnnotations = 1_000;

/** Of one code. */
const mostNotices = 50;

const [titleWidth, lineWidth] = [160, 1_000] as const;

/** All that is found on its lines, what fails the check first; nobody reads Markdown in them. */
export function reviewAnnotations(view: ReviewView): readonly CheckAnnotation[] {
  const { findings, tests, policy } = view;
  const all = [
    ...findings.map(({ file, region, severity, code, message, help, related }) =>
      annotation(file, region, severity, code, [
        message,
        ...related.map((each) => `${each.message}: ${each.place}`),
        ...(help === undefined ? [] : [help]),
      ]),
    ),
    ...tests.failures.map(testAnnotation),
    ...policy
      .filter(({ missing }) => missing > 0)
      .map(({ file, line, severity, code, message, help }) =>
        annotation(file, lineRegion(line), severity, code, [message, help]),
      ),
    ...openRisks(view).map(({ file, line, severity, code, message, help }) =>
      annotation(file, lineRegion(line), severity, code, [message, help]),
    ),
    ...(view.isWorkflowStale
      ? [annotation(workflowFile, lineRegion(1), 'warning', 'stale workflow', [staleWords.message, staleWords.help])]
      : []),
  ];
  const order: readonly CheckAnnotation['level'][] = ['failure', 'warning', 'notice'];
  const sorted = all.toSorted((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
  return withoutFloods(sorted).slice(0, mostAnnotations);
}

/** What is said of each of a thousand tasks is no news after some of them; nothing that weighs more is left out. */
function withoutFloods(all: readonly CheckAnnotation[]): readonly CheckAnnotation[] {
  const counts = new Map<string, number>();
  return all.filter(({ level, title = '' }) => {
    const count = (counts.get(title) ?? 0) + 1;
    counts.set(title, count);
    return level !== 'notice' || count <= mostNotices;
  });
}

function testAnnotation({ file, region, pipeline, name, expected, got, because }: ReviewTestFailure): CheckAnnotation {
  const text = [`expected ${expected}`, `got ${got}`, ...because];
  return annotation(file, region, 'error', `${pipeline}: ${name}`, text);
}

function annotation(
  path: string,
  region: Region,
  severity: Severity,
  title: string,
  text: readonly string[],
): CheckAnnotation {
  const { line, endLine, column, endColumn } = region;
  // GitHub takes columns for a remark on one line alone, and counts the last one in.
  const columns = line === endLine ? { startColumn: column, endColumn: Math.max(column, endColumn - 1) } : {};
  return {
    path,
    startLine: line,
    endLine,
    ...columns,
    level: levelOf(severity),
    title: titleText(title, titleWidth),
    message: messageText(text),
  };
}

function lineRegion(line: number): Region {
  // Without columns: the whole line is meant.
  return { line, column: 1, endLine: line, endColumn: 1 };
}

function levelOf(severity: Severity): CheckAnnotation['level'] {
  return severity === 'error' ? 'failure' : severity === 'warning' ? 'warning' : 'notice';
}

function messageText(text: readonly string[]): string {
  const lines = text.flatMap(visibleLines).map((line) => line.slice(0, lineWidth));
  while (byteLength(lines.join('\n')) > forgeLimits.annotationBytes) lines.pop();
  return lines.join('\n').trim() || 'see the check';
}
