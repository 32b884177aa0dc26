import type { z } from 'zod';
import { valueAt } from '../schema/explain-issues.ts';
import type { Route } from './source.ts';

/**
 * Takes out of a value what the schema refused, so that rules can look at the rest: a wrong entry is left out, a task
 * that cannot be read becomes one that does nothing and so still counts as a task. The result may still not fit.
 */
export function recover(value: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const copy: unknown = structuredClone(value);
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') for (const key of issue.keys) leaveOut(copy, [...toRoute(issue.path), key]);
    else leaveOut(copy, toRoute(issue.path));
  }
  return copy;
}

/** The nearest entry of a mapping: items of a list cannot be left out without moving those after them. */
function toRoute(path: readonly PropertyKey[]): Route {
  const first = path[0] === 'deadline' ? 1 : path.findIndex((step) => typeof step === 'number');
  return (first === -1 ? path : path.slice(0, first)).map(String);
}

const idle = 'true';

function leaveOut(root: unknown, route: Route): void {
  const owner = valueAt(root, route.slice(0, -1));
  const key = route.at(-1);
  if (typeof owner !== 'object' || owner === null || key === undefined) return;
  const entries = owner as Record<string | number, unknown>;
  if (route[0] === 'tasks' && route.length === 2) entries[key] = { run: idle };
  else if (route[0] === 'tasks' && route.length === 3 && key === 'run') entries[key] = idle;
  else delete entries[key];
}
