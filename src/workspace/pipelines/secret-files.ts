import type { Settings } from '../../model/settings.ts';
import type { InputFile } from '../../validate/rule.ts';
import { listPipelineFiles, readPipelineFile } from './pipeline-files.ts';

/** Pipelines of the working tree that hold the word, and so may list secrets. */
export function filesThatNameSecrets(root: string, settings: Settings): readonly InputFile[] {
  return listPipelineFiles(root, settings).flatMap((file) => {
    const input = readPipelineFile(root, file);
    return input !== undefined && Buffer.from(input.content).includes('secrets') ? [input] : [];
  });
}

/** Where messages are sent is no task's business. */
export function secretsOfAlerts({ alerts }: Settings): readonly string[] {
  return [...new Set(alerts.routes.map(({ webhook }) => webhook))].sort();
}
