import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { type ListedPipeline, renderPipelines } from '../../report/list-pipelines.ts';
import type { RunSummary } from '../../run/ports.ts';
import type { ValidatedFile } from '../../validate/validate.ts';
import { loadPipelines } from '../../workspace/load-pipelines.ts';
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
    const newest = await newestRuns(workspace);
    return files.map((file) => asListed(file, errorsIn(file.file, diagnostics), newest.get(file.id)));
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

async function newestRuns({ state, environment }: Workspace): Promise<ReadonlyMap<string, RunSummary>> {
  const newest = new Map<string, RunSummary>();
  for (const pipeline of await state.pipelines(environment)) {
    const [first] = (await state.state(environment, pipeline)).runs;
    if (first !== undefined) newest.set(pipeline, first);
  }
  return newest;
}

function asListed(
  { id, file, pipeline }: ValidatedFile,
  errors: number,
  newest: RunSummary | undefined,
): ListedPipeline {
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
  };
}
