import type { RunDocument } from '../../run/document.ts';
import type { Workspace } from '../workspace.ts';
import type { AskedInputs } from './asked-inputs.ts';

type Find = () => Promise<RunDocument | undefined>;

/**
 * Finds the run that was asked for, once the job has begun it: the oldest run by hand of this pipeline that was not there before
 * and has the params that were asked for. Two people who ask for the same at the same time may see the same one.
 */
export async function findAskedRun(workspace: Workspace, inputs: AskedInputs): Promise<Find> {
  const { state, environment } = workspace;
  const { pipeline = '' } = inputs;
  const runs = async () => (await state.view(environment, pipeline)).runs();
  const before = new Set((await runs()).map(({ run }) => run));
  return async () => {
    const fresh = (await runs()).filter(({ run }) => !before.has(run)).reverse();
    for (const { run } of fresh) {
      const document = await state.run(environment, pipeline, run);
      if (document?.trigger.kind === 'manual' && hasParams(document, inputs)) return document;
    }
    return undefined;
  };
}

/** Finds a run of which something was asked, once that has begun: the request stands in the run's document. */
export function findAskedAction(workspace: Workspace, { pipeline, run, actions }: RunDocument): Find {
  return async () => {
    const document = await workspace.state.run(workspace.environment, pipeline, run);
    return document !== undefined && document.actions.length > actions.length ? document : undefined;
  };
}

function hasParams({ params }: RunDocument, { params: asked = '' }: AskedInputs): boolean {
  const lines = asked.split('\n').filter((line) => line !== '');
  return lines.every((line) => {
    const at = line.indexOf('=');
    const [value, text] = [params[line.slice(0, at)], line.slice(at + 1)];
    return typeof value === 'number' ? value === Number(text) : String(value) === text;
  });
}
