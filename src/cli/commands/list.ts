import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { type ListedPipeline, renderPipelines } from '../../report/command/list-pipelines.ts';
import type { PipelineState } from '../../run/ports.ts';
import type { ValidatedFile } from '../../validate/validate.ts';
import { loadPipelines } from '../../workspace/pipelines/load-pipelines.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface ListOptions {
  readonly env: string;
  readonly json?: true;
}

/** `segue list`: the pipelines with their schedules and newest runs. */
export async function listCommand(context: CommandContext, options: ListOptions): Promise<ExitCode> {
  const listed = await withWorkspace(context, options, async (workspace) => {
    const { files, diagnostics } = loadPipelines(workspace);
    const states = await knownStates(workspace);
    return files.map((file) => asListed(file, errorsIn(file.file, diagnostics), states.get(file.id)));
  });
  const { terminal } = context;
  if (options.json) terminal.printJson(listed);
  else terminal.print(renderPipelines(listed, terminal.style, terminal.columns()));
  return 0;
}

/** Also those that only all files together have. */
function errorsIn(file: string, diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter(({ severity, range }) => severity === 'error' && range.file === file).length;
}

async function knownStates({ state, environment }: Workspace): Promise<ReadonlyMap<string, PipelineState>> {
  const states = new Map<string, PipelineState>();
  for (const pipeline of await state.pipelines(environment)) {
    states.set(pipeline, await state.state(environment, pipeline));
  }
  return states;
}

function asListed(
  { id, file, pipeline }: ValidatedFile,
  errors: number,
  state: PipelineState | undefined,
): ListedPipeline {
  const { paused, latest: [newest] = [] } = state ?? {};
  return {
    id,
    file,
    ...(pipeline?.description === undefined ? {} : { description: pipeline.description }),
    ...(pipeline?.owner === undefined ? {} : { owner: pipeline.owner }),
    schedule: pipeline?.on.schedule ?? [],
    after: pipeline?.on.after ?? [],
    tasks: pipeline?.tasks.length ?? 0,
    errors,
    ...(newest === undefined ? {} : { newest }),
    ...(paused === undefined ? {} : { paused }),
  };
}
