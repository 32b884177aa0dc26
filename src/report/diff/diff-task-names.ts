import type { TaskReference } from '../../diff/impact.ts';
import { nameList } from '../text/name-list.ts';
import type { DiffView } from './diff-view.ts';

/** `finance/load, finance/fx and 3 more`; the tasks' names alone where all that changes is one pipeline. */
export function taskNames(tasks: readonly TaskReference[], view: DiffView, most: number): string {
  const isOne = isOfOnePipeline(view);
  return nameList(
    tasks.map(({ pipeline, task }) => (isOne ? task : `${pipeline}/${task}`)),
    most,
  );
}

/** Whether nothing but one pipeline changes or does anything else. */
export function isOfOnePipeline({ pipelines, impact }: DiffView): boolean {
  const [only] = pipelines;
  const told = [...impact.tasks, ...impact.downstream];
  return pipelines.length === 1 && told.every(({ pipeline }) => pipeline === only?.id);
}
