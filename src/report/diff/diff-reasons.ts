import type { TaskChange, TaskEdit } from '../../diff/change.ts';
import { nameList } from '../text/name-list.ts';
import { isOfOnePipeline } from './diff-task-names.ts';
import type { DiffView } from './diff-view.ts';

/** Tasks with more than so many of them get no reasons; reasons of one task. */
const most = { tasks: 6, reasons: 2 } as const;

/** `load (needs fx-rates), fx-rates (new)`: who runs differently and why; of many only who. */
export function differingTasks(view: DiffView, atMost: number): string {
  const { tasks } = view.impact;
  const changes = changesByTask(view);
  const isOne = isOfOnePipeline(view);
  const names = tasks.map(({ pipeline, task }) => {
    const name = isOne ? task : `${pipeline}/${task}`;
    const reason = tasks.length > most.tasks ? '' : reasonOf(changes.get(`${pipeline} ${task}`));
    return reason === '' ? name : `${name} (${reason})`;
  });
  return nameList(names, atMost);
}

function changesByTask({ pipelines }: DiffView): ReadonlyMap<string, TaskChange> {
  const found = pipelines.flatMap((change) =>
    change.kind === 'pipeline-changed' ? change.tasks.map((each) => [`${change.id} ${each.task}`, each] as const) : [],
  );
  return new Map(found);
}

/** Empty where it is not the task's own: a param, a lane, a secret. */
function reasonOf(change: TaskChange | undefined): string {
  if (change === undefined || change.kind === 'task-removed') return '';
  if (change.kind === 'task-added') return 'new';
  const reasons = [...new Set(change.edits.map(editReason))].filter((reason) => reason !== '');
  const rest = reasons.length - most.reasons;
  return rest > 0 ? `${reasons.slice(0, most.reasons).join(', ')}, …` : reasons.join(', ');
}

function editReason(edit: TaskEdit): string {
  if ('cause' in edit && edit.cause === 'settings') return 'defaults';
  switch (edit.kind) {
    case 'value':
      return edit.field === 'name'
        ? ''
        : edit.field.replace(/Ms$/, '').replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    case 'moved':
      return '';
    case 'retries':
    case 'command':
      return edit.kind;
    case 'renamed':
      return `was ${edit.from}`;
    case 'edge-added':
      return `needs ${edit.need}`;
    case 'edge-removed':
      return `no longer needs ${edit.need}`;
    case 'env-added':
    case 'env-removed':
    case 'env-changed':
      return `env ${edit.name}`;
    case 'file':
      return edit.after === undefined ? `${edit.path} is gone` : edit.path;
    default:
      return edit satisfies never;
  }
}
