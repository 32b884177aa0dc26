import type { Task } from '../model/pipeline.ts';
import type { PipelineEdit, TaskEdit } from './change.ts';

/** Whether a task does something else because of an edit, sees something else, or waits for others. */
export function changesTask(edit: TaskEdit): boolean {
  switch (edit.kind) {
    case 'value':
      return edit.field !== 'name';
    case 'moved':
      return false;
    case 'renamed':
    case 'command':
    case 'retries':
    case 'edge-added':
    case 'edge-removed':
    case 'env-added':
    case 'env-removed':
    case 'env-changed':
    case 'file':
      return true;
    default:
      return edit satisfies never;
  }
}

/** Whether every task of a pipeline sees something else because of an edit, or runs elsewhere. */
export function changesAllTasks(edit: PipelineEdit): boolean {
  switch (edit.kind) {
    case 'value':
      return edit.field === 'lane';
    case 'param-changed':
      return edit.before.type !== edit.after.type || edit.before.default !== edit.after.default;
    case 'param-added':
    case 'param-removed':
    case 'secret-removed':
      return true;
    // Nobody used it so far: who does now has changed, or names it.
    case 'secret-added':
    case 'schedule-added':
    case 'schedule-removed':
    case 'schedule-changed':
    case 'after-added':
    case 'after-removed':
      return false;
    default:
      return edit satisfies never;
  }
}

/** Whether a task names a secret that its pipeline has got, in an expression or as a variable. A guess from text alone. */
export function namesSecret({ if: condition = '', foreach = '', run, env }: Task, secret: string): boolean {
  const texts = [condition, foreach, run, ...Object.values(env)];
  return texts.some((text) => new RegExp(`\\b${secret.replaceAll(/\W/g, '\\$&')}\\b`).test(text));
}
