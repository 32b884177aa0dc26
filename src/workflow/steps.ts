import type { Settings } from '../model/settings.ts';
import { dispatchInputs } from './dispatch-inputs.ts';
import { checkoutAction, segueAction } from './pinned-actions.ts';
import type { WorkflowStep } from './workflow-shape.ts';

/** The newest commit of the default branch, whatever woke the job and however long it waited for a runner. */
export const checkoutStep: WorkflowStep = {
  uses: `${checkoutAction.name}@${checkoutAction.commit}`,
  with: {
    ref: expression('github.event.repository.default_branch || github.ref_name'),
    'persist-credentials': false,
  },
};

/** Segue, with inputs. An environment variable for each secret: only this step sees them, not those of the set-up. */
export function segueStep(
  { action }: Pick<Settings, 'action'>,
  inputs: Readonly<Record<string, string>>,
  secrets: readonly string[] = [],
): WorkflowStep {
  const env = Object.fromEntries(secrets.map((name) => [name, expression(`secrets.${name}`)]));
  return { uses: action ?? segueAction, with: inputs, ...(secrets.length === 0 ? {} : { env }) };
}

/** What was asked by hand; a clock asks for a tick. */
export function askedInputs(): Readonly<Record<string, string>> {
  const inputs = dispatchInputs.map(({ name, choices }) => [
    name,
    expression(choices?.[0] === undefined ? `inputs.${name}` : `inputs.${name} || '${choices[0]}'`),
  ]);
  return Object.fromEntries(inputs);
}

export function expression(body: string): string {
  return `\${{ ${body} }}`;
}
