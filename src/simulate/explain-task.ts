import type { Task } from '../model/pipeline.ts';
import { taskOfInstance } from '../model/pipeline-test.ts';
import { outcomeText, reasonText, stateText } from '../report/run/run-words.ts';
import { joinOutputs } from '../run/contexts.ts';
import type { RunDocument, TaskRecord } from '../run/document.ts';
import type { PlayedCase } from './play-case.ts';

/** Lines of one explanation; what led to what is seldom longer. */
const mostLines = 12;
const mostOutput = 60;

/** Why a task has its state: a line for it, and below that those of the tasks that led to it, each once. */
export function explainTask(played: PlayedCase, id: string): readonly string[] {
  const lines: string[] = [];
  const seen = new Set<string>();
  const explain = (task: string, depth: number): void => {
    if (seen.has(task) || lines.length > mostLines) return;
    seen.add(task);
    lines.push(`${'  '.repeat(depth)}${taskLine(played, task)}`);
    for (const cause of causesOf(played, task)) explain(cause, depth + 1);
  };
  explain(id, 0);
  return lines.length <= mostLines ? lines : [...lines.slice(0, mostLines), 'and so on'];
}

/** In the words of `segue status`: why a task has its state where no success explains it; undefined for those. */
export function stateReason({ reason, attempts, state }: TaskRecord): string | undefined {
  if (reason !== undefined) return reasonText(reason);
  const outcome = attempts.at(-1)?.outcome;
  return state === 'success' || outcome === undefined ? undefined : outcomeText(outcome);
}

/** A task's outputs; those of a `foreach` task are the lists of its instances'. */
export function outputsOf({ tasks }: RunDocument, id: string): Readonly<Record<string, string>> {
  const { instances, outputs = {} } = tasks[id] ?? {};
  if (instances === undefined) return outputs;
  const records = Array.from({ length: instances }, (_, index) => tasks[`${id}[${index}]`]);
  return joinOutputs(records.filter((record) => record !== undefined));
}

function taskLine(played: PlayedCase, id: string): string {
  const { document } = played;
  const record = document.tasks[id];
  if (record === undefined) return `there is no ${id}`;
  const why = stateReason(record);
  const tries = record.attempts.length > 1 ? ` after ${record.attempts.length} attempts` : '';
  const outputs = Object.entries(outputsOf(document, id)).map(([name, value]) => `${name} = ${clipped(value)}`);
  const handedOn = outputs.length === 0 ? '' : ` with ${outputs.slice(0, 4).join(', ')}`;
  const rule = startedByRule(played, id);
  const byRule = rule === undefined ? '' : `, started by its trigger rule ${rule}`;
  const state = stateText(record.state, record.tolerated);
  return `${id} ${state}${tries}${why === undefined ? '' : `: ${why}`}${handedOn}${byRule}`;
}

function causesOf(played: PlayedCase, id: string): readonly string[] {
  const reason = played.document.tasks[id]?.reason;
  const needs = plannedTask(played, id)?.needs ?? [];
  if (reason === undefined) return startedByRule(played, id) === undefined ? [] : needs;
  switch (reason.kind) {
    case 'upstream':
    case 'instances':
      return reason.tasks;
    case 'rule':
      return reason.tasks.length > 0 ? reason.tasks : needs;
    case 'condition':
    case 'empty-list':
    case 'expression':
      return needs;
    case 'cancelled':
    case 'excluded':
      return [];
    default:
      return reason satisfies never;
  }
}

/** The rule that let a task start, where it is another than the default: then the tasks before it explain its start. */
function startedByRule(played: PlayedCase, id: string): string | undefined {
  const rule = plannedTask(played, id)?.triggerRule;
  const isStarted = (played.document.tasks[id]?.attempts.length ?? 0) > 0;
  return isStarted && rule !== 'all_success' ? rule : undefined;
}

function plannedTask({ plan }: PlayedCase, id: string): Task | undefined {
  return plan.tasks.find(({ task }) => task.id === taskOfInstance(id))?.task;
}

function clipped(value: string): string {
  const line = value.replaceAll(/\s+/g, ' ');
  return line.length > mostOutput ? `${line.slice(0, mostOutput - 1)}…` : line;
}
