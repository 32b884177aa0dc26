import { Problem } from '../diagnostic/problem.ts';
import { loadSettings } from '../model/load.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { Settings } from '../model/settings.ts';
import { createMasker, type Masker } from '../process/mask.ts';
import { secretValues } from '../process/task-environment.ts';
import { knownSecretsOfMany } from './known-secrets.ts';
import type { Office } from './office.ts';
import { readSettingsFile, settingsFile } from './pipelines/pipeline-files.ts';
import type { RunRequest } from './run/run-request.ts';
import type { Workspace } from './workspace.ts';

type Asker = Pick<Office, 'repository' | 'clock' | 'variables'>;
type AskerHere = Pick<Workspace, 'repository' | 'clock' | 'variables'>;

function hasClone(asker: Asker): asker is AskerHere {
  return asker.repository !== undefined;
}

/** Finds the values of all secrets that the repository's pipelines name, as far as this process has them. */
function maskerOf(workspace: AskerHere, settings: Settings): Masker {
  return createMasker(secretValues(knownSecretsOfMany(workspace, settings), workspace.variables));
}

/** What a person says for all to read, with `***` for each secret in it. Who has no clone has no secrets of pipelines either. */
export function withoutSecrets(asker: Asker, text: string): string {
  if (!hasClone(asker)) return text;
  const { settings } = loadSettings(settingsFile, readSettingsFile(asker.repository.root));
  return maskerOf(asker, settings).mask(text);
}

/**
 * Params and outputs that were given by hand are kept in Git for all to see, so they must not hold a secret.
 *
 * @throws {Problem} SG727
 */
export function demandNoSecrets(
  asker: Asker,
  settings: Settings,
  { file }: Pick<Pipeline, 'file'>,
  { params = {}, outputs = {} }: Pick<RunRequest, 'params' | 'outputs'>,
): void {
  const given = [
    ...Object.entries(params).map(([name, text]) => [`param ${name}`, text] as const),
    ...Object.entries(outputs).map(([name, text]) => [`output ${name}`, text] as const),
  ];
  if (given.length === 0 || !hasClone(asker)) return;
  const masker = maskerOf(asker, settings);
  const [found] = given.find(([, text]) => masker.contains(text)) ?? [];
  if (found === undefined) return;
  throw new Problem(
    'SG727',
    `The ${found} holds the value of a secret, and what is given to a run is kept in Git.`,
    `Name the secret in the secrets of ${file}: tasks then find it in their environment.`,
    2,
  );
}
