import type { EventRow, Reaction, ToldOnce } from './event-row.ts';
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

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** GitHub keeps what it has sent for three days. */
const asLongAsKept: ToldOnce = { forMs: 72 * hourMs, answeredMs: 2 * hourMs };
/** What is older was lost for longer than its person waits, as with comments. */
const asLongAsWaitedFor: ToldOnce = { forMs: 2 * hourMs, answeredMs: 2 * hourMs };
/** No merge queue waits longer for a check. */
const asLongAsQueued: ToldOnce = { forMs: 6 * hourMs, answeredMs: 2 * hourMs };
/** A clock that begins suspects all holders of runs anyway. */
const whileItRuns: ToldOnce = { forMs: 30 * minuteMs, answeredMs: 0 };

/**
 * All that webhooks bring about. Several rows may be for one event; events without a row are taken and forgotten. What was told once is found again
 * in the order of the rows.
 */
export const eventTable: readonly EventRow[] = [
  { event: 'check_run', actions: ['requested_action'], handle: onCheckRun, lost: asLongAsWaitedFor },
  { event: 'merge_group', actions: ['checks_requested'], handle: onMergeGroup, lost: asLongAsQueued },
  { event: 'check_run', actions: ['rerequested'], handle: onCheckRun, lost: asLongAsKept },
  { event: 'check_suite', actions: ['rerequested'], handle: onCheckSuite, lost: asLongAsKept },
  { event: 'pull_request_review', actions: ['submitted', 'dismissed'], handle: onReview, lost: asLongAsKept },
  // Another base leaves the head as it is, and the check on it.
  { event: 'pull_request', actions: ['edited'], handle: onPullRequest, lost: asLongAsKept },
  {
    event: 'issues',
    actions: ['closed', 'reopened', 'labeled', 'unlabeled'],
    handle: onIssue,
    lost: asLongAsKept,
  },
  { event: 'workflow_run', actions: ['completed'], handle: onWorkflowRun, lost: whileItRuns },
  {
    event: 'pull_request',
    actions: ['opened', 'synchronize', 'reopened', 'ready_for_review', 'closed'],
    handle: onPullRequest,
    lost: 'in the repository',
  },
  { event: 'issue_comment', actions: ['created'], handle: onComment, lost: 'in the repository' },
  { event: 'push', handle: onPush, lost: 'in the repository' },
  {
    event: 'installation',
    actions: ['created', 'unsuspend', 'new_permissions_accepted'],
    handle: onInstallation,
    lost: 'in the repository',
  },
  { event: 'installation_repositories', actions: ['added'], handle: onInstallation, lost: 'in the repository' },
];

/** What the rows that fit an event ask for, in their order. */
export function reactionsTo(event: WebhookEvent, table: readonly EventRow[] = eventTable): readonly Reaction[] {
  return table
    .filter((row) => row.event === event.name && (row.actions?.includes(event.action ?? '') ?? true))
    .map((row) => row.handle(event))
    .filter((reaction) => reaction !== undefined);
}
