import { loadSettings } from '../../model/load.ts';
import { pipelineId } from '../../model/names.ts';
import { varsOf } from '../run/plan-run.ts';
import type { Workspace } from '../workspace.ts';
import { findFile } from './find-file.ts';
import { unknownPipeline } from './load-pipelines.ts';
import { listPipelineFiles, readSettingsFile, settingsFile } from './pipeline-files.ts';

/**
 * The ids of pipelines that a person means by ids or files, each once: those that have a file, however broken, or state in
 * this environment.
 *
 * @throws {Problem} SG701 if there is neither, SG715 unknown environment without any state.
 */
export async function knownPipelines(
  workspace: Workspace,
  names: readonly string[],
  cwd: string,
): Promise<readonly string[]> {
  const { root } = workspace.repository;
  const { settings } = loadSettings(settingsFile, readSettingsFile(root));
  const withState = await workspace.state.pipelines(workspace.environment);
  if (withState.length === 0) varsOf(settings, workspace.environment);
  const files = listPipelineFiles(root, settings);
  const ids = names.map((name) => {
    if (withState.includes(name)) return name;
    const file = findFile(root, settings, name, cwd);
    if (file === undefined || !files.includes(file)) throw unknownPipeline(root, settings, name);
    return pipelineId(file, settings.pipelines);
  });
  return [...new Set(ids)];
}
