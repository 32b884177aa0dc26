import type { RunDocument } from '../../run/document.ts';
import { isHandOver } from '../../run/handed-over.ts';
import { isFinal, unreachable } from '../../run/states.ts';
import type { ToldFailure } from '../run/run-causes.ts';
import { tookText } from '../run/run-end.ts';
import { cancellationText, countOf } from '../run/run-words.ts';
import { nameList } from '../text/name-list.ts';
import { titleText } from '../text/safe-text.ts';

/** Columns; GitHub cuts titles in lists of checks long before any limit. */
const width = 120;

/** The verdict on one line, and what it is owed to: `Failed at load: permission denied for table fx`. */
export function checkTitle(run: RunDocument, causes: readonly ToldFailure[]): string {
  return titleText(verdict(run, causes), width);
}

function verdict(run: RunDocument, causes: readonly ToldFailure[]): string {
  switch (run.state) {
    case 'running':
      return runningText(run);
    case 'success':
      return succeededText(run, causes);
    case 'failed':
      return failedText(causes.filter(({ tolerated }) => !tolerated));
    case 'cancelled': {
      if (isHandOver(run.cancelled)) return `Handed over to the next job: ${doneText(run)}`;
      const { why = 'request', by = '', reason = '' } = run.cancelled ?? {};
      const words = cancellationText(why);
      const verdictText = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
      return `${verdictText}${by === '' ? '' : ` by ${by}`}${reason === '' ? '' : `: ${reason}`}`;
    }
    default:
      return unreachable(run.state);
  }
}

function failedText(causes: readonly ToldFailure[]): string {
  const [first] = causes;
  if (first === undefined) return 'Failed';
  const names = causes.map(({ cause }) => cause.task);
  return causes.length === 1 ? `Failed at ${first.cause.task}: ${first.cause.title}` : `Failed at ${nameList(names)}`;
}

function succeededText(run: RunDocument, causes: readonly ToldFailure[]): string {
  const states = topLevel(run).map(([, { state }]) => state);
  const skipped = states.filter((state) => state === 'skipped').length;
  const parts = [
    `Succeeded${tookText(run)}`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(causes.length > 0 ? [`${causes.length} failed and may`] : []),
  ];
  return parts.join(', ');
}

function runningText(run: RunDocument): string {
  const now = included(run).filter(([, { state }]) => state === 'running' || state === 'up_for_retry');
  const of = `Running: ${doneText(run)}`;
  return now.length === 0 ? of : `${of}, now ${nameList(now.map(([task]) => task))}`;
}

function doneText(run: RunDocument): string {
  const all = included(run);
  return `${all.filter(([, { state }]) => isFinal(state)).length} of ${countOf(all.length, 'task')} done`;
}

function included(run: RunDocument): readonly (readonly [string, RunDocument['tasks'][string]])[] {
  return topLevel(run).filter(([, { state }]) => state !== 'excluded');
}

function topLevel(run: RunDocument): readonly (readonly [string, RunDocument['tasks'][string]])[] {
  return Object.entries(run.tasks).filter(([id]) => !id.endsWith(']'));
}
