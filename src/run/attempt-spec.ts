import { evaluateTemplate } from '../model/expression/expression.ts';
import type { ExpressionValues } from '../model/expression/expression-values.ts';
import { attemptId } from './attempt-id.ts';
import { valuesFor } from './contexts.ts';
import { attemptMs } from './job-time.ts';
import type { AttemptSpec } from './ports.ts';
import { type Node, nodeById, type RunState } from './run-state.ts';

type Prepared = { readonly ok: true; readonly spec: AttemptSpec } | { readonly ok: false; readonly message: string };

/** Evaluates what a task says about its next attempt. Pure; an expression that fails is the attempt's outcome. */
export function prepareAttempt(state: RunState, taskId: string, attempt: number): Prepared {
  const node = nodeById(state, taskId);
  const planned = state.plan.tasks[node.planned];
  if (planned === undefined) throw new Error(`no plan for ${taskId}`);
  const { task } = planned;
  const evaluate = templates(() => valuesFor(state, node));
  const command = evaluate(task.run);
  const workingDirectory = evaluate(task.workingDirectory);
  const artifacts = Array.isArray(task.artifacts) ? task.artifacts.map(evaluate) : task.artifacts;
  const env = Object.entries(task.env).map(([name, text]) => [name, evaluate(text)] as const);
  if (evaluate.problem !== undefined) return { ok: false, message: evaluate.problem };
  const variables = { ...Object.fromEntries(env), ...itemVariables(node) };
  const { shell } = task;
  const { run, continued, limits } = state.plan;
  const timeoutMs = attemptMs(task, limits.time);
  const id = attemptId({ run, task: taskId, number: attempt, continued });
  return {
    ok: true,
    spec: { run, task: taskId, attempt, id, command, shell, env: variables, workingDirectory, timeoutMs, artifacts },
  };
}

/** What an instance of a `foreach` task is told; the runner adds what it knows itself: run, task, attempt. */
function itemVariables({ instance }: Node): Record<string, string> {
  return instance === undefined ? {} : { SEGUE_ITEM: itemText(instance.item), SEGUE_INDEX: String(instance.position) };
}

/** A text as it is, anything else as JSON. */
function itemText(item: unknown): string {
  return typeof item === 'string' ? item : JSON.stringify(item);
}

/** Evaluates texts one by one and keeps the first problem; most have no expression, so values are made on demand. */
function templates(makeValues: () => ExpressionValues): { (text: string): string; problem?: string } {
  let values: ExpressionValues | undefined;
  const evaluate: { (text: string): string; problem?: string } = (text) => {
    if (!text.includes('${{')) return text;
    values ??= makeValues();
    const result = evaluateTemplate(text, values);
    if (result.ok) return result.value;
    evaluate.problem ??= result.message;
    return '';
  };
  return evaluate;
}
