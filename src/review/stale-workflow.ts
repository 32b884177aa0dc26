import { hasErrors } from '../diagnostic/diagnostic.ts';
import { workflowStaleness } from '../workflow/staleness.ts';
import { workflowText } from '../workflow/workflow-text.ts';
import type { PullChange } from './pull-change.ts';
import type { PullSides } from './pull-sides.ts';

/**
 * Whether the generated workflow of the head is not the one that its pipelines and settings give. One that Segue has not made, or that
 * nobody has looked at, is none of its business; with errors nobody knows how it should be.
 */
export function hasStaleWorkflow({ head: { workflow } }: PullChange, { head }: PullSides): boolean {
  if (workflow === undefined || hasErrors(head.validation.diagnostics)) return false;
  return workflowStaleness(workflow, workflowText(head.pipelines, head.settings))?.kind === 'stale';
}
