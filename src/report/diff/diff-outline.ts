import type { PipelineChange, PipelineChanged, TaskChange } from '../../diff/change.ts';
import { countOf } from '../run/run-words.ts';
import type { DiffView } from './diff-view.ts';
import { type EditWords, percent, pipelineEditWords, taskEditWords } from './diff-words.ts';

/** What was done to one pipeline: a head, and what belongs below it. */
export interface DiffOutline {
  readonly id: string;
  readonly mark: EditWords['mark'];
  readonly title: string;
  readonly edits: readonly EditWords[];
  readonly tasks: readonly {
    readonly mark: EditWords['mark'];
    readonly task: string;
    readonly edits: readonly EditWords[];
  }[];
}

/** All pipelines of a diff. What `.github/segue.yml` does to tasks is left to `inheritedWords`: it may be thousands of times the same. */
export function diffOutline({ pipelines, pipelinesAfter }: DiffView): readonly DiffOutline[] {
  return pipelines.flatMap((change): readonly DiffOutline[] => {
    const { kind, id } = change;
    if (kind === 'pipeline-removed') return [{ id, mark: '-', title: id, edits: [], tasks: [] }];
    if (kind === 'pipeline-added') {
      const count = pipelinesAfter.get(id)?.tasks.length ?? 0;
      return [{ id, mark: '+', title: `${id} (${countOf(count, 'task')})`, edits: [], tasks: [] }];
    }
    const outline = changedOutline(change);
    const isEmpty = outline.edits.length === 0 && outline.tasks.length === 0 && change.renamed === undefined;
    return isEmpty ? [] : [outline];
  });
}

/** What the `defaults` of `.github/segue.yml` change in tasks, each once, with how many it reaches. */
export function inheritedWords(pipelines: readonly PipelineChange[]): readonly EditWords[] {
  const found = new Map<string, { readonly words: EditWords; tasks: number; readonly pipelines: Set<string> }>();
  for (const change of pipelines) {
    if (change.kind !== 'pipeline-changed') continue;
    for (const edit of change.tasks.flatMap((each) => (each.kind === 'task-changed' ? each.edits : []))) {
      if (!isInherited(edit)) continue;
      const words = taskEditWords(edit);
      const known = found.get(words.text) ?? { words, tasks: 0, pipelines: new Set() };
      known.tasks += 1;
      known.pipelines.add(change.id);
      found.set(words.text, known);
    }
  }
  return [...found.values()].map(({ words, tasks, pipelines: reached }) => ({
    mark: words.mark,
    text: `${words.text} in ${countOf(tasks, 'task')} of ${countOf(reached.size, 'pipeline')} (defaults)`,
  }));
}

type TaskEdit = Extract<TaskChange, { kind: 'task-changed' }>['edits'][number];

function isInherited(edit: TaskEdit): boolean {
  return 'cause' in edit && edit.cause === 'settings';
}

function changedOutline({ id, renamed, edits, tasks }: PipelineChanged): DiffOutline {
  const why = renamed?.how === 'alike' ? ` (${percent(renamed.likeness)} the same)` : '';
  return {
    id,
    mark: '~',
    title: renamed === undefined ? id : `${id}, was ${renamed.from}${why}`,
    edits: edits.map(pipelineEditWords),
    tasks: tasks.flatMap(taskOutline),
  };
}

function taskOutline(change: TaskChange): DiffOutline['tasks'] {
  const { kind, task } = change;
  if (kind === 'task-changed') {
    const edits = change.edits.filter((edit) => !isInherited(edit)).map(taskEditWords);
    return edits.length === 0 ? [] : [{ mark: '~', task, edits }];
  }
  const needs = change.needs.length === 0 ? '' : ` (needs ${change.needs.join(', ')})`;
  return [{ mark: kind === 'task-added' ? '+' : '-', task: `${task}${needs}`, edits: [] }];
}
