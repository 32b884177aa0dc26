import { workflowStaleness } from '../../workflow/staleness.ts';
import { workflowText } from '../../workflow/workflow-text.ts';
import { readWorkflow } from '../workflow-file.ts';
import type { Workspace } from '../workspace.ts';
import type { Code } from './code.ts';

/**
 * What is to be said of the workflow that woke a job, if it is not the one that the pipelines ask for. It stops nothing. While a file
 * is broken nobody knows what it should be.
 */
export function staleWorkflow({ repository }: Pick<Workspace, 'repository'>, code: Code): string | undefined {
  if (code.broken.size > 0) return undefined;
  const pipelines = [...code.pipelines.values()].map(({ pipeline }) => pipeline);
  const staleness = workflowStaleness(readWorkflow({ repository }), workflowText(pipelines, code.settings));
  switch (staleness?.kind) {
    case 'stale':
      return 'The workflow is not the one that the pipelines ask for, so wake-ups may be missing: run `segue workflow --write` and merge it.';
    case 'absent':
    case 'foreign':
    case undefined:
      // Somebody has a workflow of their own, and knows when it wakes.
      return undefined;
    default:
      return staleness satisfies never;
  }
}
