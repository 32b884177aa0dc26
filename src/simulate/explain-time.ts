import { writeDuration } from '../model/duration.ts';
import { taskOfInstance } from '../model/pipeline-test.ts';
import type { RunDocument, TaskRecord } from '../run/document.ts';
import type { PlayedCase } from './play-case.ts';

/** Lines of one explanation. */
const mostLines = 12;

/** What the run's time went by: from its last task back along those that were waited for, in the order of time. */
export function explainTime({ document, plan, moves }: PlayedCase): readonly string[] {
  const lastMoves = new Map(moves.map(({ task }, index) => [taskOfInstance(task), index]));
  const latest = (ids: readonly string[]): string | undefined =>
    ids.filter((id) => lastMoves.has(id)).sort((a, b) => (lastMoves.get(b) ?? 0) - (lastMoves.get(a) ?? 0))[0];
  const needs = new Map(plan.tasks.map(({ task }) => [task.id, task.needs]));
  const lines: string[] = [];
  for (let id = latest([...needs.keys()]); id !== undefined; id = latest(needs.get(id) ?? [])) {
    lines.unshift(spanText(document, id));
    if (lines.length >= mostLines) break;
  }
  return lines;
}

function spanText(document: RunDocument, id: string): string {
  const attempts = attemptsOf(document, id);
  const since = (instant: string): number => Date.parse(instant) - Date.parse(document.startedAt);
  const start = Math.min(...attempts.map(({ startedAt }) => since(startedAt)));
  const end = Math.max(...attempts.map(({ startedAt, finishedAt = startedAt }) => since(finishedAt)));
  return `${id} from ${writeDuration(start)} to ${writeDuration(end)}`;
}

function attemptsOf({ tasks }: RunDocument, id: string): TaskRecord['attempts'] {
  const { instances = 0, attempts = [] } = tasks[id] ?? {};
  const parts = Array.from({ length: instances }, (_, index) => tasks[`${id}[${index}]`]?.attempts ?? []);
  return [...attempts, ...parts.flat()];
}
