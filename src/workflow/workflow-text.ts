import { isSeq, type Node } from 'yaml';
import { repository } from '../model/address.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { Settings } from '../model/settings.ts';
import { dispatchInputs, tickEvent } from './dispatch-inputs.ts';
import { jobsOf } from './jobs.ts';
import { usedLanes } from './lanes.ts';
import { type WakeUp, wakeUps } from './wake-ups.ts';
import { workflowDocument } from './workflow-document.ts';
import type { Workflow } from './workflow-shape.ts';

/** What of a pipeline the workflow is made of. Nothing else of its text gets in. */
export type WorkflowPipeline = Pick<Pipeline, 'id' | 'on' | 'lane' | 'secrets'>;

export type WorkflowSettings = Pick<Settings, 'lanes' | 'wake' | 'action' | 'commands'> &
  Partial<Pick<Settings, 'alerts' | 'maxRuntimeMs'>>;

const head = [
  'Made by `segue workflow --write` from the pipelines and .github/segue.yml: change those, then run it again.',
  `https://github.com/${repository}/blob/v1/docs/workflow.md`,
];

/** The text of `.github/workflows/segue.yml`. The same pipelines, in whatever order, and settings give the same bytes. */
export function workflowText(pipelines: readonly WorkflowPipeline[], settings: WorkflowSettings): string {
  const woken = wakeUps(pipelines, settings.wake);
  return workflowDocument(workflowOf(pipelines, settings, woken), head, (document) =>
    explainExtra(document.getIn(['on', 'schedule'], true), woken),
  );
}

function workflowOf(
  pipelines: readonly WorkflowPipeline[],
  settings: WorkflowSettings,
  woken: readonly WakeUp[],
): Workflow {
  const schedule = woken.map(({ cron, timezone }) => (timezone === 'UTC' ? { cron } : { cron, timezone }));
  return {
    name: 'Segue',
    on: {
      ...(schedule.length === 0 ? {} : { schedule }),
      workflow_dispatch: { inputs: inputs() },
      repository_dispatch: { types: [tickEvent] },
      ...(settings.commands === 'app' ? {} : { issue_comment: { types: ['created'] } }),
    },
    permissions: {},
    jobs: jobsOf(usedLanes(pipelines, settings), settings),
  };
}

function inputs(): object {
  const entries = dispatchInputs.map(({ name, description, choices }) => {
    const type = choices === undefined ? { type: 'string' } : { type: 'choice', options: choices, default: choices[0] };
    return [name, { description, ...type }] as const;
  });
  return Object.fromEntries(entries);
}

function explainExtra(schedule: unknown, woken: readonly WakeUp[]): void {
  if (!isSeq(schedule)) return;
  const first = schedule.items[woken.findIndex(({ isExtra }) => isExtra)] as Node | undefined;
  if (first !== undefined) first.commentBefore = " For what GitHub's clock is late with, or drops.";
}
