import { PlainProgress } from '../report/progress/progress-plain.ts';
import { createStyle } from '../report/text/ansi-style.ts';
import type { ProgressEvent, ProgressListener } from '../run/progress.ts';
import type { JobLog } from './job-log.ts';

/** The log of an attempt is kept whole elsewhere; the job's own log shows its end. */
const mostLines = 2_000;

interface Output {
  readonly lines: string[];
  dropped: number;
}

/** Shows a run in the job's log: a line for each change, and what an attempt printed as a group of its own when it ends. */
export function jobProgress(log: JobLog): ProgressListener {
  const plain = new PlainProgress({ style: createStyle(false), output: 'hidden' });
  const outputs = new Map<string, Output>();
  return (event) => {
    if (event.event === 'task-output') keep(outputs, event);
    else if (event.event === 'task-retrying' || event.event === 'task-finished') show(log, outputs, event);
    log.lines(plain.lines(event));
  };
}

function keep(outputs: Map<string, Output>, { task, line }: ProgressEvent & { event: 'task-output' }): void {
  const output = outputs.get(task) ?? { lines: [], dropped: 0 };
  outputs.set(task, output);
  output.lines.push(line);
  if (output.lines.length <= 2 * mostLines) return;
  output.dropped += output.lines.length - mostLines;
  output.lines.splice(0, output.lines.length - mostLines);
}

type Ended = ProgressEvent & { event: 'task-retrying' | 'task-finished' };

function show(log: JobLog, outputs: Map<string, Output>, { task, attempt }: Ended): void {
  const output = outputs.get(task);
  if (output === undefined) return;
  outputs.delete(task);
  const left = Math.max(0, output.lines.length - mostLines);
  const dropped = output.dropped + left;
  const note = dropped === 0 ? [] : [`… ${dropped} earlier lines left out`];
  log.group(`${task}${attempt === undefined ? '' : `, attempt ${attempt}`}`, [...note, ...output.lines.slice(left)]);
}
