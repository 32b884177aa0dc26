import { loadPipeline } from '../model/load.ts';
import type { Settings } from '../model/settings.ts';
import { filesThatNameSecrets, secretsOfAlerts } from './pipelines/secret-files.ts';
import type { Workspace } from './workspace.ts';

/** For so long what was read counts for runs that a tick starts together. */
const togetherMs = 10_000;

/**
 * Names of the secrets that any pipeline of the working tree lists: the others' are kept from a pipeline's tasks. Only
 * files that hold the word are parsed.
 */
export function knownSecrets(root: string, settings: Settings): readonly string[] {
  const names = new Set(secretsOfAlerts(settings));
  for (const { file, content } of filesThatNameSecrets(root, settings)) {
    for (const name of loadPipeline(file, content, settings).pipeline?.secrets ?? []) names.add(name);
  }
  return [...names].sort();
}

interface LastRead {
  /** Milliseconds of the steady clock. */
  readonly at: number;
  readonly settings: Settings;
  readonly names: readonly string[];
}

const lastRead = new WeakMap<object, LastRead>();

/** The same for one of many runs that start at once: each of them would read all files. */
export function knownSecretsOfMany(
  workspace: Pick<Workspace, 'repository' | 'clock'>,
  settings: Settings,
): readonly string[] {
  const at = workspace.clock.steady();
  const last = lastRead.get(workspace);
  if (last?.settings === settings && at - last.at < togetherMs) return last.names;
  const names = knownSecrets(workspace.repository.root, settings);
  lastRead.set(workspace, { at, settings, names });
  return names;
}
