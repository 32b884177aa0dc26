import type { RunDocument } from '../../run/document.ts';
import { nextStep } from '../../tick/next-step.ts';
import type { Workspace } from '../workspace.ts';
import type { Code } from './code.ts';
import { outlookOf } from './outlook.ts';

/**
 * Pipelines that come after one of these runs, in another lane than `served`, and are due now that it has succeeded: the job that is
 * about to end does not serve them, and the clock may be hours away. In the order of the code.
 */
export async function comesNext(
  workspace: Workspace,
  code: Code,
  runs: readonly RunDocument[],
  served?: string,
): Promise<readonly string[]> {
  const succeeded = new Set(runs.filter(({ state }) => state === 'success').map(({ pipeline }) => pipeline));
  if (succeeded.size === 0) return [];
  const next: string[] = [];
  for (const { pipeline } of code.pipelines.values()) {
    if (pipeline.lane === served || !pipeline.on.after.some((id) => succeeded.has(id))) continue;
    const step = nextStep(await outlookOf(workspace, pipeline, code));
    if (step.kind !== 'wait') next.push(pipeline.id);
  }
  return next;
}
