import { limits } from '../model/limits.ts';
import { directoryArtifacts } from '../store/artifacts-directory.ts';
import { gitArtifacts } from '../store/artifacts-git.ts';
import type { DroppableArtifacts } from '../store/artifacts-keep.ts';
import type { Workspace } from './workspace.ts';

const bounds = { taskBytes: limits.artifactSize, taskFiles: limits.artifactFiles };

/** Where the files that tasks hand on are kept: beside the repository, or in Git if other machines must find them. */
export function openArtifacts(workspace: Workspace): DroppableArtifacts {
  const { repository, environment, remote, randomness, clock, send } = workspace;
  const nonce = () => randomness.hex(8);
  if (remote === undefined) return directoryArtifacts({ segueDir: repository.segueDir, bounds, nonce });
  return gitArtifacts({
    repository,
    environment,
    remote,
    clock,
    bounds,
    nonce,
    ...(send === undefined ? {} : { send }),
  });
}
