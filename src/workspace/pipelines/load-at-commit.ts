import { Problem } from '../../diagnostic/problem.ts';
import { loadSettings } from '../../model/load.ts';
import { runGit } from '../../store/git/git-process.ts';
import type { Workspace } from '../workspace.ts';
import { type RunnablePipeline, runnable } from './load-pipelines.ts';
import { settingsFile } from './pipeline-files.ts';

/**
 * A pipeline as it is at a commit, whatever lies in the working tree.
 *
 * @throws {Problem} SG718 if this clone does not have the commit or the commit not the file.
 */
export async function loadAtCommit(workspace: Workspace, commit: string, file: string): Promise<RunnablePipeline> {
  const [content, settings] = await Promise.all([
    blobAt(workspace, commit, file),
    blobAt(workspace, commit, settingsFile),
  ]);
  if (content !== undefined) return runnable({ file, content }, loadSettings(settingsFile, settings));
  const known = await runGit(workspace.repository.home.place, ['cat-file', '-e', `${commit}^{commit}`]);
  const short = commit.slice(0, 10);
  if (known.code === 0)
    throw missing(`The commit ${short} has no ${file}.`, 'The run cannot be continued; start a new one.');
  throw missing(
    `This clone does not have the commit ${short} that the run is pinned to.`,
    'Fetch it (git fetch origin, or git fetch --unshallow in a shallow clone). A run of changes that were never committed can be resumed only where it began.',
  );
}

async function blobAt({ repository }: Workspace, commit: string, file: string): Promise<Uint8Array | undefined> {
  const { place, deepen } = repository.home;
  const read = async () => {
    const shown = await runGit(place, ['cat-file', 'blob', `${commit}:${file}`]);
    return shown.code === 0 ? shown.stdout : undefined;
  };
  return (await read()) ?? ((await deepen?.()) === true ? read() : undefined);
}

function missing(message: string, help: string): Problem {
  return new Problem('SG718', message, help);
}
