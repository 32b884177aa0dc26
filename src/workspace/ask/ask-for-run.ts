import { Problem } from '../../diagnostic/problem.ts';
import { nearest } from '../../diagnostic/suggest.ts';
import { pipelineId } from '../../model/names.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { demandNoSecrets } from '../given-secrets.ts';
import type { Office } from '../office.ts';
import { findFile } from '../pipelines/find-file.ts';
import { demandRoom } from '../run/claim.ts';
import { paramValues } from '../run/params.ts';
import { demandInterval } from '../run/plan-run.ts';
import type { Code } from '../tick/code.ts';
import type { AskedInputs } from './asked-inputs.ts';

/** A run that a person wants the workflow to start. */
export interface AskForRun {
  /** Id or file of the pipeline. */
  readonly pipeline: string;
  readonly cwd: string;
  readonly params: Readonly<Record<string, string>>;
  readonly interval?: string;
}

/**
 * The inputs that ask for a run. All that the job would refuse is refused now.
 *
 * @param code That of the default branch: nothing else runs there.
 * @throws {Problem} SG701 no such pipeline there, SG702 it has errors, SG704 params, SG706 interval, SG708 no room, SG727 a secret,
 *   SG960 if a param cannot be handed over.
 */
export async function askForRun(office: Office, code: Code, asked: AskForRun): Promise<AskedInputs> {
  const pipeline = mergedPipeline(office, code, asked);
  const { params, interval } = asked;
  paramValues(pipeline, params);
  demandNoSecrets(office, code.settings, pipeline, { params });
  if (interval !== undefined) demandInterval(pipeline, interval);
  const { active } = await office.state.state(office.environment, pipeline.id);
  demandRoom(office, pipeline.id, active, pipeline.maxActiveRuns);
  const lines = Object.entries(params).map(([name, value]) => paramLine(name, value));
  return {
    command: 'run',
    pipeline: pipeline.id,
    ...(lines.length === 0 ? {} : { params: lines.join('\n') }),
    ...(interval === undefined ? {} : { interval }),
  };
}

function mergedPipeline({ repository }: Office, code: Code, { pipeline: name, cwd }: AskForRun): Pipeline {
  const { settings, pipelines, broken } = code;
  const isId = repository === undefined || pipelines.has(name) || broken.has(name);
  const file = isId ? undefined : findFile(repository.root, settings, name, cwd);
  const id = file === undefined ? name : pipelineId(file, settings.pipelines);
  const found = pipelines.get(id);
  if (found !== undefined) return found.pipeline;
  throw broken.get(id) ?? notMerged(code, id, file !== undefined);
}

function notMerged({ pipelines, commit }: Code, id: string, isHere: boolean): Problem {
  const guess = nearest(id, [...pipelines.keys()]);
  const hint = guess === undefined ? 'segue list shows those that are here.' : `Did you mean ${guess}?`;
  const message = `The default branch has no pipeline ${id} (at ${commit.slice(0, 7)}).`;
  return new Problem('SG701', message, isHere ? 'It is here only: merge it first.' : hint, 2);
}

/** Inputs are lines, and spaces around them are lost. */
function paramLine(name: string, value: string): string {
  if (!/[\r\n]/.test(value) && value.trim() === value) return `${name}=${value}`;
  throw new Problem(
    'SG960',
    `The param ${name} has a line break, or spaces at an end: the workflow cannot be asked for that.`,
    'Give it in one line.',
    2,
  );
}
