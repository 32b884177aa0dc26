import { unreachable } from '../../run/states.ts';
import { countOf } from '../run/run-words.ts';
import { titleText } from '../text/safe-text.ts';
import type { IncidentView } from './incident-view.ts';

/** Columns; forges take more, lists show less. */
const width = 140;

/** Where, what, and why: `finance/daily-close: load fails: permission denied for table fx`. */
export function issueTitle(view: IncidentView): string {
  const again = view.flapping === undefined ? '' : 'flapping, ';
  return titleText(`${who(view)}: ${again}${what(view)}`, width);
}

function who({ pipelines }: IncidentView): string {
  return pipelines.length === 1 ? (pipelines[0]?.pipeline ?? '') : countOf(pipelines.length, 'pipeline');
}

function what({ kind, cause, pipelines }: IncidentView): string {
  switch (kind) {
    case 'failure':
      return `${failing(
        pipelines.flatMap(({ tasks }) => tasks),
        pipelines.length,
      )}: ${cause.title}`;
    case 'deadline':
      return pipelines.length === 1 ? cause.title : 'deadlines missed';
    case 'missing':
      return pipelines.length === 1 ? cause.title : 'due, and have not begun';
    case 'lost':
      return pipelines.length === 1 ? `run lost: ${cause.title}` : `runs lost: ${cause.title}`;
    default:
      return unreachable(kind);
  }
}

function failing(tasks: readonly string[], pipelines: number): string {
  const names = new Set(tasks);
  if (names.size === 1) return `${tasks[0]} ${pipelines === 1 ? 'fails' : 'fails in each'}`;
  return names.size === 0 ? 'fails' : `${countOf(tasks.length, 'task')} fail`;
}
