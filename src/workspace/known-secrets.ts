import { loadPipeline } from '../model/load.ts';
import type { Settings } from '../model/settings.ts';
import { listPipelineFiles, readPipelineFile } from './pipeline-files.ts';

/**
 * Names of the secrets that any pipeline of the working tree lists: the others' are kept from a pipeline's tasks. Only
 * files that hold the word are parsed.
 */
export function knownSecrets(root: string, settings: Settings): readonly string[] {
  const names = new Set<string>();
  for (const file of listPipelineFiles(root, settings)) {
    const input = readPipelineFile(root, file);
    if (input === undefined || !Buffer.from(input.content).includes('secrets')) continue;
    for (const name of loadPipeline(file, input.content, settings).pipeline?.secrets ?? []) names.add(name);
  }
  return [...names].sort();
}
