import { finding, type Report } from './finding.ts';
import { idProblem, nearestId, pipelineIdProblem, variableProblem } from './names.ts';
import { clip } from './route-words.ts';
import type { PipelineFile } from './schema/pipeline-schema.ts';
import type { SettingsFile } from './schema/settings-schema.ts';
import { environmentPattern } from './settings.ts';
import type { Route, Source } from './yaml/source.ts';

const idHelp = 'An id starts with a letter or `_`; letters, digits, `_` and `-` follow, 100 characters at most.';
const variableHelp = 'Names of environment variables take letters, digits and `_`, and do not start with a digit.';

/** Reports names that cannot stand in a pipeline file, and those that differ by letter case alone. */
export function checkPipelineNames(id: string, file: PipelineFile, source: Source, report: Report): void {
  const problem = pipelineIdProblem(id);
  if (problem !== undefined) {
    const message = `\`${clip(id, 120)}\` cannot be the id of a pipeline: ${problem}`;
    const help = 'Rename the file: its path takes letters, digits, `_`, `-` and `.`, 200 characters at most.';
    report(finding('badId', { file: source.file, start: 0, end: 0 }, message, help));
  }
  checkOldIds(file['renamed-from'], source, report);
  checkIds(Object.keys(file.tasks), ['tasks'], 'a task', (name) => name.toLowerCase(), source, report);
  const params = Object.keys(file.params ?? {});
  checkIds(params, ['params'], 'a param', (name) => name.toLowerCase().replaceAll('-', '_'), source, report);
  checkVariables(file.env, ['env'], source, report);
  checkVariables(file.defaults?.env, ['defaults', 'env'], source, report);
  for (const [task, { env }] of Object.entries(file.tasks)) {
    if (env !== undefined) checkVariables(env, ['tasks', task, 'env'], source, report);
  }
}

/** The same for `.github/segue.yml`. */
export function checkSettingsNames(file: SettingsFile, source: Source, report: Report): void {
  for (const [key, noun] of [
    ['pools', 'a pool'],
    ['lanes', 'a lane'],
    ['environments', 'an environment'],
  ] as const) {
    checkIds(Object.keys(file[key] ?? {}), [key], noun, (name) => name.toLowerCase(), source, report);
  }
  checkVariables(file.defaults?.env, ['defaults', 'env'], source, report);
  for (const [name, { vars }] of Object.entries(file.environments ?? {})) {
    checkEnvironment(name, source, report);
    checkIds(
      Object.keys(vars ?? {}),
      ['environments', name, 'vars'],
      'a variable',
      (each) => each.toLowerCase(),
      source,
      report,
    );
  }
}

function checkOldIds(ids: PipelineFile['renamed-from'], source: Source, report: Report): void {
  if (typeof ids === 'string') checkOldId(ids, ['renamed-from'], source, report);
  else for (const [index, id] of (ids ?? []).entries()) checkOldId(id, ['renamed-from', index], source, report);
}

function checkOldId(id: string, route: Route, source: Source, report: Report): void {
  const problem = pipelineIdProblem(id);
  if (problem === undefined) return;
  const message = `\`${clip(id, 120)}\` cannot have been the id of a pipeline: ${problem}`;
  const help = 'Write the path that the file had below the folder of the pipelines, without its ending.';
  report(finding('badId', source.value(route), message, help));
}

function checkEnvironment(name: string, source: Source, report: Report): void {
  if (idProblem(name) !== undefined || environmentPattern.test(name)) return;
  const message = `\`${name}\` cannot be the name of an environment: it takes lower-case letters, digits, \`-\` and \`_\``;
  const lower = name.toLowerCase().replaceAll(/^[_-]+|[_-]+$/g, '');
  const help = lower === '' ? 'Take `staging`, for example.' : `Take \`${lower}\`, for example.`;
  report(finding('badId', source.key(['environments', name]), message, help));
}

function checkIds(
  ids: readonly string[],
  route: Route,
  noun: string,
  fold: (id: string) => string,
  source: Source,
  report: Report,
): void {
  const seen = new Map<string, string>();
  for (const id of ids) {
    const problem = idProblem(id);
    if (problem !== undefined) {
      const message = `\`${clip(id)}\` cannot be the name of ${noun}: ${problem}`;
      report(
        finding('badId', source.key([...route, id]), message, `Take \`${nearestId(id)}\`, for example. ${idHelp}`),
      );
      continue;
    }
    const first = seen.get(fold(id));
    if (first === undefined) seen.set(fold(id), id);
    else reportTwin(first, id, route, source, report);
  }
}

function reportTwin(first: string, id: string, route: Route, source: Source, report: Report): void {
  const message = `\`${id}\` and \`${first}\` differ too little: expressions and file systems do not tell them apart`;
  const related = [{ range: source.key([...route, first]), message: `\`${first}\` stands here` }];
  report(finding('badId', source.key([...route, id]), message, 'Rename one of them.', related));
}

function checkVariables(
  env: Readonly<Record<string, unknown>> | undefined,
  route: Route,
  source: Source,
  report: Report,
): void {
  for (const name in env) {
    const problem = variableProblem(name);
    if (problem === undefined) continue;
    const message = `\`${clip(name)}\` cannot be the name of an environment variable: ${problem}`;
    report(finding('badId', source.key([...route, name]), message, variableHelp));
  }
}
