import { limits } from '../model/limits.ts';
import type { BundleReader } from '../run/bundles.ts';
import { bundledArtifacts } from '../store/artifacts/artifacts-bundles.ts';
import { directoryArtifacts } from '../store/artifacts/artifacts-directory.ts';
import { FetchedArtifacts } from '../store/artifacts/artifacts-fetched.ts';
import { gitArtifacts } from '../store/artifacts/artifacts-git.ts';
import { joinedArtifacts } from '../store/artifacts/artifacts-joined.ts';
import type { DroppableArtifacts } from '../store/artifacts/artifacts-keep.ts';
import { personalBundles } from './forge/personal-bundles.ts';
import type { Workspace } from './workspace.ts';

const bounds = { taskBytes: limits.artifactSize, taskFiles: limits.artifactFiles };

/**
 * Where the files that tasks hand on are kept: beside the repository, or where other machines find them. In a job that is with
 * the forge unless the settings want Git; elsewhere it is Git. What earlier runs or other machines kept in the other place is found, too.
 */
export function openArtifacts(workspace: Workspace): DroppableArtifacts {
  const { repository, environment, remote, randomness, clock, send, bundles } = workspace;
  const { segueDir } = repository;
  const nonce = () => randomness.hex(8);
  if (remote === undefined) return directoryArtifacts({ segueDir, bounds, nonce });
  const sending = send === undefined ? {} : { send };
  const inGit = gitArtifacts({ repository, environment, remote, clock, bounds, nonce, ...sending });
  const fetched = (reader: Pick<BundleReader, 'find' | 'download'>) =>
    new FetchedArtifacts({ segueDir, environment, reader, bounds, nonce });
  if (bundles === undefined) return joinedArtifacts(inGit, fetched(personalBundles(workspace)));
  if (!bundles.haveArtifacts) return joinedArtifacts(inGit, fetched(bundles.reader));
  return joinedArtifacts(bundledArtifacts({ segueDir, environment, ...bundles, bounds, nonce }), inGit);
}
