import { listPipelineFiles } from '../workspace/pipelines/pipeline-files.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Candidate, DynamicKind } from './complete-words.ts';
import type { CommandContext } from './context.ts';
import { withWorkspace } from './with-workspace.ts';

/** Enough to choose from; a shell shows no more anyway. */
const mostRuns = 50;

/** Names that the repository knows, for completion: read as cheaply as can be, no pipeline is validated. */
export async function repositoryNames(
  context: CommandContext,
  kind: DynamicKind,
  before: readonly string[],
): Promise<readonly Candidate[]> {
  if (kind === 'codes') return ruleNames();
  return withWorkspace(context, {}, async (workspace) => {
    switch (kind) {
      case 'pipelines':
        return pipelineNames(workspace);
      case 'environments':
        return (await environments(workspace)).map(named);
      case 'runs':
        return runNames(workspace);
      case 'tasks':
        return taskNames(workspace, before);
      default:
        return kind satisfies never;
    }
  });
}

async function ruleNames(): Promise<readonly Candidate[]> {
  const { rules } = await import('../validate/registry.ts');
  const { riskRules } = await import('../diff/risk-registry.ts');
  const { changeRules } = await import('../policy/policy-registry.ts');
  return [...rules, ...riskRules, ...changeRules].map(({ code, summary }) => ({ value: code, description: summary }));
}

async function pipelineNames({ repository }: Workspace): Promise<readonly Candidate[]> {
  const { settings } = await readSettings(repository.root);
  const { pipelineId } = await import('../model/names.ts');
  return listPipelineFiles(repository.root, settings).map((file) => named(pipelineId(file, settings.pipelines)));
}

async function environments({ repository, state }: Workspace): Promise<readonly string[]> {
  const { settings } = await readSettings(repository.root);
  return [...new Set([...Object.keys(settings.environments), ...(await state.environments())])];
}

async function runNames({ state, environment }: Workspace): Promise<readonly Candidate[]> {
  const found: { readonly at: string; readonly candidate: Candidate }[] = [];
  for (const pipeline of await state.pipelines(environment)) {
    const runs = await (await state.view(environment, pipeline)).runs();
    for (const run of runs.slice(0, mostRuns)) {
      const description = `${pipeline}, ${run.state}, ${run.createdAt}`;
      found.push({ at: run.createdAt, candidate: { value: run.run, description } });
    }
  }
  const newestFirst = found.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  return newestFirst.slice(0, mostRuns).map(({ candidate }) => candidate);
}

/** Tasks of the run or the pipeline that was named before; a pipeline is parsed for it, nothing else. */
async function taskNames(workspace: Workspace, before: readonly string[]): Promise<readonly Candidate[]> {
  const { repository, state, environment } = workspace;
  const { loadPipeline } = await import('../model/load.ts');
  const { readPipelineFile } = await import('../workspace/pipelines/pipeline-files.ts');
  for (const word of before) {
    for (const pipeline of word.startsWith('r-') ? await state.pipelines(environment) : []) {
      const run = await state.run(environment, pipeline, word);
      if (run !== undefined) return Object.keys(run.tasks).map(named);
    }
  }
  const { settings } = await readSettings(repository.root);
  const files = listPipelineFiles(repository.root, settings).filter((file) =>
    before.some((word) => isFileOf(file, word)),
  );
  return files.flatMap((file) => {
    const input = readPipelineFile(repository.root, file);
    const loaded = input === undefined ? undefined : loadPipeline(file, input.content, settings).pipeline;
    return (loaded?.tasks ?? []).map(({ id, name }) => ({ value: id, description: name ?? '' }));
  });
}

async function readSettings(root: string) {
  const { loadSettings } = await import('../model/load.ts');
  const { readSettingsFile, settingsFile } = await import('../workspace/pipelines/pipeline-files.ts');
  return loadSettings(settingsFile, readSettingsFile(root));
}

function isFileOf(file: string, name: string): boolean {
  return file === name || file.endsWith(`/${name}.yml`) || file.endsWith(`/${name}.yaml`);
}

function named(value: string): Candidate {
  return { value, description: '' };
}
