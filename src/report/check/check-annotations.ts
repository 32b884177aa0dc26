import type { CheckAnnotation } from '../forge/forge.ts';
import { forgeLimits } from '../forge/forge-limits.ts';
import type { ToldFailure } from '../run/run-causes.ts';
import { byteLength } from '../text/markdown-fit.ts';
import { titleText, visibleLines } from '../text/safe-text.ts';
import { type CheckView, lineOfTask } from './check-view.ts';

/** Failures that are annotated: one request takes the two places of each. */
const mostFailures = Math.floor(forgeLimits.annotationsPerRequest / 2);
const mostLines = 12;

/** Remarks on the task in the pipeline's file, and on the line of the sources that the log names. */
export function checkAnnotations(view: CheckView, causes: readonly ToldFailure[]): readonly CheckAnnotation[] {
  return causes.slice(0, mostFailures).flatMap((failure) => [taskRemark(failure, view), ...sourceRemark(failure)]);
}

function taskRemark(failure: ToldFailure, { pipeline, taskLines }: CheckView): CheckAnnotation {
  const { cause, how, tail, tolerated } = failure;
  const line = lineOfTask(cause.task, taskLines) ?? 1;
  const text = [how, ...(cause.logged ? ['', ...tail.slice(-mostLines)] : [])];
  return {
    path: pipeline.file,
    startLine: line,
    endLine: line,
    level: tolerated ? 'warning' : 'failure',
    title: titleText(`${failure.task} failed: ${cause.title}`, 160),
    message: messageText(text),
  };
}

function sourceRemark({ task, trace, tolerated, cause }: ToldFailure): readonly CheckAnnotation[] {
  if (trace === undefined) return [];
  const { path, line, column } = trace;
  const columns = column === undefined ? {} : { startColumn: column, endColumn: column };
  return [
    {
      path,
      startLine: line,
      endLine: line,
      ...columns,
      level: tolerated ? 'warning' : 'failure',
      title: titleText(`${task}: ${cause.title}`, 160),
      message: messageText([trace.message]),
    },
  ];
}

/** Forges show it as it is, without reading Markdown. */
function messageText(text: readonly string[]): string {
  const lines = text.flatMap(visibleLines).map((line) => line.slice(0, 1_000));
  while (byteLength(lines.join('\n')) > forgeLimits.annotationBytes) lines.pop();
  return lines.join('\n').trim() || 'failed';
}
