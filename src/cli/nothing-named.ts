import { Problem } from '../diagnostic/problem.ts';
import { loadSettings } from '../model/load.ts';
import { pipelineId } from '../model/names.ts';
import { nameList } from '../report/text/name-list.ts';
import { listPipelineFiles, readSettingsFile, settingsFile } from '../workspace/pipelines/pipeline-files.ts';
import type { CommandContext } from './context.ts';
import { withWorkspace } from './with-workspace.ts';

/**
 * A command that needs a pipeline got none: tells which there are.
 *
 * @throws {Problem} SG913, always.
 */
export async function refuseNothingNamed(context: CommandContext): Promise<never> {
  return withWorkspace(context, {}, async ({ repository: { root } }) => {
    const { settings } = loadSettings(settingsFile, readSettingsFile(root));
    const ids = listPipelineFiles(root, settings).map((file) => pipelineId(file, settings.pipelines));
    const help = ids.length === 0 ? 'There is none yet: segue init makes one.' : `There are: ${nameList(ids, 20)}.`;
    throw new Problem('SG913', 'Which pipeline? Name one or more, by id or by file.', help, 2);
  });
}
