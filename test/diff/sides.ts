import type { Side } from '../../src/diff/side.ts';
import { loadSettings } from '../../src/model/load.ts';
import { validateFiles } from '../../src/validate/validate.ts';

/** A side as a repository gives it: texts of pipelines by id, settings, and other files. */
export function sideOf(
  pipelines: Readonly<Record<string, string>>,
  settings = '',
  files: Readonly<Record<string, string>> = {},
): Side {
  const loaded = loadSettings('.github/segue.yml', settings === '' ? undefined : settings);
  const inputs = Object.entries(pipelines).map(([id, content]) => ({ file: `pipelines/${id}.yml`, content }));
  const judged = validateFiles(inputs, loaded);
  const whole = [...judged.pipelines.values()].map(({ pipeline }) => pipeline);
  const ids = new Set(whole.map(({ id }) => id));
  const wrong = judged.diagnostics.filter(({ severity }) => severity === 'error').map(({ range }) => range.file);
  return {
    pipelines: whole,
    settings: loaded.settings,
    unfit: new Set(whole.filter(({ file }) => wrong.includes(file)).map(({ id }) => id)),
    unread: new Set(judged.files.map(({ id }) => id).filter((id) => !ids.has(id))),
    digests: new Map(Object.entries(files)),
    isWritten: (id, route) => judged.pipelines.get(id)?.source.has(route) ?? false,
  };
}
