import type { EventRow, Reaction } from './event-row.ts';
import { onCheckRun } from './on-check-run.ts';
import { onCheckSuite } from './on-check-suite.ts';
import { onComment } from './on-comment.ts';
import { onInstallation } from './on-installation.ts';
import { onIssue } from './on-issue.ts';
import { onMergeGroup } from './on-merge-group.ts';
import { onPullRequest } from './on-pull-request.ts';
import { onPush } from './on-push.ts';
import { onReview } from './on-review.ts';
import { onWorkflowRun } from './on-workflow-run.ts';
import type { WebhookEvent } from './webhook-event.ts';

/** All that webhooks bring about. Several rows may be for one event; events without a row are taken and forgotten. */
export const eventTable: readonly EventRow[] = [
  {
    event: 'pull_request',
    actions: ['opened', 'synchronize', 'reopened', 'edited', 'ready_for_review', 'closed'],
    handle: onPullRequest,
  },
  { event: 'pull_request_review', actions: ['submitted', 'dismissed'], handle: onReview },
  { event: 'merge_group', actions: ['checks_requested'], handle: onMergeGroup },
  { event: 'check_run', actions: ['rerequested', 'requested_action'], handle: onCheckRun },
  { event: 'issue_comment', actions: ['created'], handle: onComment },
  { event: 'issues', actions: ['closed', 'reopened', 'labeled', 'unlabeled'], handle: onIssue },
  { event: 'workflow_run', actions: ['completed'], handle: onWorkflowRun },
  { event: 'push', handle: onPush },
  { event: 'check_suite', actions: ['rerequested'], handle: onCheckSuite },
  { event: 'installation', actions: ['created', 'unsuspend', 'new_permissions_accepted'], handle: onInstallation },
  { event: 'installation_repositories', actions: ['added'], handle: onInstallation },
];

/** What the rows that fit an event ask for, in their order. */
export function reactionsTo(event: WebhookEvent, table: readonly EventRow[] = eventTable): readonly Reaction[] {
  return table
    .filter((row) => row.event === event.name && (row.actions?.includes(event.action ?? '') ?? true))
    .map((row) => row.handle(event))
    .filter((reaction) => reaction !== undefined);
}
