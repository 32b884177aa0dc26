import { readFileSync } from 'node:fs';
import type { Variables } from '../process/environment.ts';
import { integer, object, ShapeError } from '../store/shape.ts';

const eventShape = object({ pull_request: object({ number: integer(1, Number.MAX_SAFE_INTEGER) }) });

/** Events of pull requests for which a workflow may run. */
const events: ReadonlySet<string> = new Set(['pull_request', 'pull_request_target', 'pull_request_review']);

export interface PullEvent {
  readonly number: number;
  /** Whether the checkout may be of the base: then it says nothing of what is proposed. */
  readonly isOfBase: boolean;
}

/** The pull request that woke this job; absent if something else did, or the runner does not say. */
export function readPullEvent(variables: Variables): PullEvent | undefined {
  const { GITHUB_EVENT_NAME: event = '', GITHUB_EVENT_PATH: path = '' } = variables;
  if (!events.has(event) || path === '') return undefined;
  try {
    const { pull_request } = eventShape(JSON.parse(readFileSync(path, 'utf8')));
    return { number: pull_request.number, isOfBase: event === 'pull_request_target' };
  } catch (error) {
    if (error instanceof ShapeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
