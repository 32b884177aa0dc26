import { Document, isMap, isScalar, isSeq, type Node, Scalar, type ToStringOptions, visit } from 'yaml';
import { repository } from '../model/address.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { Settings } from '../model/settings.ts';
import { dispatchInputs, tickEvent } from './dispatch-inputs.ts';
import { jobsOf } from './jobs.ts';
import { usedLanes } from './lanes.ts';
import { checkoutAction } from './pinned-actions.ts';
import { type WakeUp, wakeUps } from './wake-ups.ts';
import type { Workflow } from './workflow-shape.ts';

/** What of a pipeline the workflow is made of. Nothing else of its text gets in. */
export type WorkflowPipeline = Pick<Pipeline, 'id' | 'on' | 'lane' | 'secrets'>;

export type WorkflowSettings = Pick<Settings, 'lanes' | 'wake' | 'action'> &
  Partial<Pick<Settings, 'alerts' | 'maxRuntimeMs'>>;

const head = [
  ' Made by `segue workflow --write` from the pipelines and .github/segue.yml: change those, then run it again.',
  ` https://github.com/${repository}/blob/v1/docs/workflow.md`,
].join('\n');

const style: ToStringOptions = {
  lineWidth: 0,
  blockQuote: 'literal',
  doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY,
  commentString: (text) => text.replaceAll(/^/gm, '#'),
};

/** The text of `.github/workflows/segue.yml`. The same pipelines, in whatever order, and settings give the same bytes. */
export function workflowText(pipelines: readonly WorkflowPipeline[], settings: WorkflowSettings): string {
  const woken = wakeUps(pipelines, settings.wake);
  const document = new Document(workflowOf(pipelines, settings, woken), { aliasDuplicateObjects: false });
  document.commentBefore = head;
  separate(document.get('jobs', true));
  explainExtra(document.getIn(['on', 'schedule'], true), woken);
  visit(document, { Scalar: (key, node) => write(node, key === 'key') });
  return document.toString(style);
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
      issue_comment: { types: ['created'] },
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

/** Jobs stand apart. */
function separate(jobs: unknown): void {
  if (!isMap(jobs)) return;
  for (const { key } of jobs.items.slice(1)) if (isScalar(key)) key.spaceBefore = true;
}

function explainExtra(schedule: unknown, woken: readonly WakeUp[]): void {
  if (!isSeq(schedule)) return;
  const first = schedule.items[woken.findIndex(({ isExtra }) => isExtra)] as Node | undefined;
  if (first !== undefined) first.commentBefore = " For what GitHub's clock is late with, or drops.";
}

const pinned = `${checkoutAction.name}@${checkoutAction.commit}`;

/** A pin says its version; what other readers of YAML could take for something else stands in quotes. */
function write(node: Scalar, isKey: boolean): void {
  const { value } = node;
  if (value === pinned) node.comment = ` ${checkoutAction.version}`;
  if (typeof value === 'string' && !isKey && !isPlain(value) && !isBlock(value)) node.type = Scalar.QUOTE_DOUBLE;
}

function isPlain(text: string): boolean {
  return /^[A-Za-z./_$][\x20-\x7e]*$/.test(text) && !/^(?:y|n|yes|no|on|off|null|true|false)$/i.test(text);
}

/** Lines of a script: with nothing that cannot be seen, but tabs. */
function isBlock(text: string): boolean {
  return /^\S/.test(text) && text.includes('\n') && !/[^\P{C}\n\t]|[\u2028\u2029\ufeff]|^[^\S\n]+$/mu.test(text);
}
