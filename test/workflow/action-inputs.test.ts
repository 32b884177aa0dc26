import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { actionCommands, actionInputs } from '../../src/action/action-inputs.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { dispatchInputs } from '../../src/workflow/dispatch-inputs.ts';
import { workflowText } from '../../src/workflow/workflow-text.ts';
import { pipelineOf, taskOf } from '../support/builders.ts';

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

const known = new Set<string>(actionInputs.map(({ name }) => name));
const commands = new Set<string>(actionCommands);

test('the workflow gives the Action no input that it does not have', () => {
  const pipelines = [pipelineOf([taskOf('a')]), pipelineOf([taskOf('a')], { id: 'b', lane: 'x' })];
  const { jobs } = parse(workflowText(pipelines, { ...defaultSettings, lanes: { default: {}, x: {} } }));
  const steps = Object.values(jobs as Readonly<Record<string, { readonly steps: readonly Step[] }>>).flatMap(
    (job) => job.steps,
  );
  const ours = steps.filter(({ uses }) => uses?.startsWith('seguehq/segue@'));
  expect(ours).toHaveLength(4);
  const given = ours.flatMap((step) => Object.keys(step.with ?? {}));
  expect(given.filter((name) => !known.has(name))).toEqual([]);
  const asked = ours
    .flatMap((step) => step.with?.command ?? [])
    .filter((command) => !String(command).includes('inputs.'));
  expect(asked.filter((command) => !commands.has(String(command)))).toEqual([]);
});

test('what can be asked by hand is what the Action can do', () => {
  const choices = dispatchInputs.find(({ name }) => name === 'command')?.choices ?? [];
  expect(choices.filter((choice) => !commands.has(choice))).toEqual([]);
});
