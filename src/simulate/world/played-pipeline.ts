import type { Pipeline, Task } from '../../model/pipeline.ts';
import type { Habits } from './habits.ts';

/** A pipeline as it can be played without its commands: where what a task hands on is not known, conditions hold and lists have one item. */
export interface PlayedPipeline {
  readonly pipeline: Pipeline;
  /** Ids of tasks whose `if` or `foreach` was left out for that. */
  readonly unconditioned: readonly string[];
}

export function playedPipeline(pipeline: Pipeline, habits: Habits): PlayedPipeline {
  const unknown = new Set(
    pipeline.tasks.map(({ id }) => id).filter((id) => habits(pipeline.id, id)?.outputs === undefined),
  );
  const unconditioned: string[] = [];
  const tasks = pipeline.tasks.map((task): Task => {
    const { if: condition, foreach, ...rest } = task;
    const bare = { ...rest, run: ':', env: {}, workingDirectory: '.' };
    const isKnown = !task.needs.some((need) => unknown.has(need));
    const keptIf = condition !== undefined && (isKnown || !readsOutputs(condition));
    const keptEach = foreach !== undefined && (isKnown || !readsOutputs(foreach));
    if ((condition !== undefined && !keptIf) || (foreach !== undefined && !keptEach)) unconditioned.push(task.id);
    return { ...bare, ...(keptIf ? { if: condition } : {}), ...(keptEach ? { foreach } : {}) };
  });
  return { pipeline: { ...pipeline, tasks }, unconditioned };
}

function readsOutputs(expression: string): boolean {
  return /\boutputs\b/i.test(expression);
}
