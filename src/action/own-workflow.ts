import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Variables } from '../process/environment.ts';
import type { DispatchWish } from '../report/forge/forge.ts';
import { object, optional, ShapeError, text } from '../store/codec/shape.ts';
import { errorCode } from '../store/git/git-problem.ts';
import { workflowFileName } from '../workspace/workflow-file.ts';

const eventShape = object({ repository: optional(object({ default_branch: text(1_000) })) });

/** The workflow that this job belongs to, on the branch where it counts; absent if the runner does not say. */
export function ownWorkflow(variables: Variables): Pick<DispatchWish, 'workflow' | 'branch'> | undefined {
  const { GITHUB_WORKFLOW_REF: ref, GITHUB_REF_NAME: name } = variables;
  // Who starts a workflow by hand may do so on any branch.
  const branch = defaultBranch(variables.GITHUB_EVENT_PATH) ?? /@refs\/heads\/(.+)$/.exec(ref ?? '')?.[1] ?? name;
  return branch === undefined || branch === '' ? undefined : { workflow: ownWorkflowFile(variables), branch };
}

/** Name of the file of the workflow that this job belongs to; that of a generated one if the runner does not say. */
export function ownWorkflowFile({ GITHUB_WORKFLOW_REF: ref }: Variables): string {
  return basename(ref?.split('@')[0] || workflowFileName);
}

/** By the event that woke the job; those of clocks do not always say it. */
function defaultBranch(path: string | undefined): string | undefined {
  if (path === undefined || path === '') return undefined;
  try {
    return eventShape(JSON.parse(readFileSync(path, 'utf8'))).repository?.default_branch;
  } catch (error) {
    if (error instanceof ShapeError || error instanceof SyntaxError || errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
