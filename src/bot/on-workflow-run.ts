import { object, optional } from '../store/codec/shape.ts';
import { workflowFileName } from '../workspace/workflow-file.ts';
import { clockJob, lookSoon } from './clock-round.ts';
import type { Job } from './job.ts';
import { nameOf } from './repository-address.ts';
import { eventName, readPayload, type WebhookEvent } from './webhook-event.ts';

const runShape = object({ workflow_run: object({ path: eventName, conclusion: optional(eventName) }) });

/** The workflow has ended. What it left is found at once; if it ended badly, its runner may have died and its runs with it. */
export function onWorkflowRun({ at, payload }: WebhookEvent): Job | undefined {
  const read = readPayload(payload, runShape);
  if (at === undefined || read === undefined) return undefined;
  const { path, conclusion } = read.workflow_run;
  // GitHub may add the branch: `.github/workflows/segue.yml@refs/heads/main`.
  if (!path.split('@')[0]?.endsWith(`/${workflowFileName}`)) return undefined;
  const died = conclusion !== 'success' && conclusion !== 'skipped';
  return lookJob(at, 'workflow-run', { died });
}

/** Looks now, whatever the clock has known. */
export function lookJob(at: NonNullable<WebhookEvent['at']>, kind: Job['kind'], how: { readonly died: boolean }): Job {
  return {
    kind,
    at,
    key: `${nameOf(at)} look`,
    // However many pushes there are, one look is enough; but none of them may hide that a job has died.
    replaces: how.died ? 'death' : 'look',
    work: async (desk) => {
      lookSoon(desk, how);
      desk.offer(clockJob(at));
      return { kind: 'done', what: how.died ? 'a job has ended badly' : 'something has moved' };
    },
  };
}
