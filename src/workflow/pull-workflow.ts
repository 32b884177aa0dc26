import { repository } from '../model/address.ts';
import { defaults } from '../model/limits.ts';
import type { Settings } from '../model/settings.ts';
import { reviewingPermissions } from './job-permissions.ts';
import { defaultRunner, shortMinutes } from './jobs.ts';
import { expression, segueStep } from './steps.ts';
import { workflowDocument } from './workflow-document.ts';
import type { Workflow } from './workflow-shape.ts';

const head = [
  'Made by `segue workflow --pull-requests --write` from .github/segue.yml: change that, then run it again.',
  `https://github.com/${repository}/blob/v1/docs/on-github.md#pull-requests`,
];

/** The text of `.github/workflows/segue-check.yml`, which reviews pull requests where no app does. */
export function pullWorkflowText(settings: Pick<Settings, 'lanes' | 'action'>): string {
  return workflowDocument(pullWorkflow(settings), head);
}

/**
 * One job, without a checkout: files are read by the API. Never skipped by a condition, since GitHub takes a job that was skipped for one
 * that went well. A push ends the job of the one before; a review waits for it.
 */
function pullWorkflow(settings: Pick<Settings, 'lanes' | 'action'>): Workflow {
  return {
    name: 'Segue check',
    on: {
      pull_request: { types: ['opened', 'synchronize', 'reopened', 'ready_for_review', 'edited'] },
      pull_request_review: { types: ['submitted', 'dismissed'] },
      merge_group: { types: ['checks_requested'] },
    },
    permissions: {},
    concurrency: {
      group: `segue-check-${expression('github.event.pull_request.number || github.sha')}`,
      'cancel-in-progress': expression("github.event_name == 'pull_request'"),
    },
    jobs: {
      pipelines: {
        name: 'Pipelines',
        'runs-on': settings.lanes[defaults.lane]?.runsOn ?? defaultRunner,
        'timeout-minutes': shortMinutes,
        permissions: reviewingPermissions,
        steps: [segueStep(settings, { command: 'check' })],
      },
    },
  };
}
