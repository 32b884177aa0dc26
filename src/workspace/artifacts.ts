import { limits } from '../model/limits.ts';
import { directoryArtifacts } from '../store/artifacts-directory.ts';
import type { DroppableArtifacts } from '../store/artifacts-keep.ts';
import type { Workspace } from './workspace.ts';

const bounds = { taskBytes: limits.artifactSize, taskFiles: limits.artifactFiles };

/** Where the files that tasks hand on are kept: beside the repository. */
export function openArtifacts({ repository, randomness }: Workspace): DroppableArtifacts {
  return directoryArtifacts({ segueDir: repository.segueDir, bounds, nonce: () => randomness.hex(8) });
}
