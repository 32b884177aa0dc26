import { accessSync, constants } from 'node:fs';
import { calledPrograms } from '../model/called-programs.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { missingSecrets } from '../process/task-environment.ts';
import { errorCode } from '../store/git/git-problem.ts';
import { runGit } from '../store/git/git-process.ts';
import { findProgram } from './find-program.ts';
import type { OpenWorkspace } from './open-workspace.ts';
import { loadPipelines } from './pipelines/load-pipelines.ts';
import { listUnreadLinks } from './pipelines/pipeline-files.ts';
import { stateFindings } from './state-finding.ts';
import { workflowFindings } from './workflow-finding.ts';
import { now, type Workspace } from './workspace.ts';

/** One thing that was looked at. `help` says what to do where it is not well. */
export interface DoctorFinding {
  readonly about: 'git' | 'repository' | 'pipelines' | 'workflow' | 'state' | 'shell' | 'tool' | 'secret';
  readonly state: 'ok' | 'warning' | 'error';
  readonly message: string;
  readonly help?: string;
}

/** `git rev-parse --path-format` came with it. */
const oldestGit = [2, 31] as const;

/** Looks whether this machine has what the pipelines need. Runs nothing of theirs. */
export async function doctor(workspace: OpenWorkspace): Promise<readonly DoctorFinding[]> {
  const { pipelines, files, diagnostics, settings } = loadPipelines(workspace);
  const all = [...pipelines.values()].map(({ pipeline }) => pipeline);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return [
    await gitFinding(workspace),
    ...repositoryFindings(workspace),
    ...writeFindings(workspace),
    pipelinesFinding(files.length, errors),
    ...linkFindings(listUnreadLinks(workspace.repository.root, settings)),
    ...(await workflowFindings(workspace)),
    ...(await stateFindings(workspace.documents, () => now(workspace))),
    ...shellFindings(workspace, all),
    ...toolFindings(workspace, all),
    ...secretFindings(workspace, all),
  ];
}

async function gitFinding({ repository }: Workspace): Promise<DoctorFinding> {
  const version = (await runGit(repository.place, ['version'])).stdout
    .toString()
    .trim()
    .replace(/^git version /, '');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < oldestGit[0] || (major === oldestGit[0] && minor < oldestGit[1]);
  if (!isOld) return { about: 'git', state: 'ok', message: `git ${version}` };
  return {
    about: 'git',
    state: 'error',
    message: `git ${version} is too old`,
    help: `Install git ${oldestGit.join('.')} or newer.`,
  };
}

function repositoryFindings({ repository }: Workspace): readonly DoctorFinding[] {
  const { root, head, shallow, inProgress } = repository;
  const about = 'repository';
  const findings: DoctorFinding[] = [];
  if (head === undefined) {
    findings.push({
      about,
      state: 'error',
      message: `${root} has no commit`,
      help: 'A run is pinned to a commit: make one.',
    });
  } else findings.push({ about, state: 'ok', message: `${root} at ${head.slice(0, 7)}` });
  if (shallow) {
    findings.push({
      about,
      state: 'warning',
      message: 'this clone is shallow',
      help: 'A run of an older commit cannot be resumed here: git fetch --unshallow',
    });
  }
  if (inProgress !== undefined) {
    findings.push({
      about,
      state: 'warning',
      message: `a ${inProgress} is in progress`,
      help: 'Runs take the files as they are now.',
    });
  }
  return findings;
}

function pipelinesFinding(files: number, errors: number): DoctorFinding {
  const about = 'pipelines';
  if (files === 0)
    return { about, state: 'warning', message: 'there are no pipelines yet', help: 'segue init makes one.' };
  const count = `${files} pipeline${files === 1 ? '' : 's'}`;
  if (errors === 0) return { about, state: 'ok', message: `${count}, no errors` };
  return {
    about,
    state: 'error',
    message: `${count}, ${errors} error${errors === 1 ? '' : 's'}`,
    help: 'segue validate shows them.',
  };
}

function linkFindings(links: readonly string[]): readonly DoctorFinding[] {
  return links.map((file) => ({
    about: 'pipelines',
    state: 'warning',
    message: `${file} is a link that leads to no file of this repository`,
    help: 'It is not read. Put the file itself there.',
  }));
}

/** All that Segue keeps lies there. */
function writeFindings({ repository }: Workspace): readonly DoctorFinding[] {
  const blocked = [repository.commonDir, repository.segueDir].find((folder) => !mayWrite(folder));
  if (blocked === undefined) return [];
  const help = 'Runs cannot be kept here: make it writable for your user, or use another clone.';
  return [{ about: 'repository', state: 'error', message: `${blocked} cannot be written`, help }];
}

/** What is not there yet is made in a folder that is. */
function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch (error) {
    return errorCode(error) === 'ENOENT';
  }
}

function shellFindings(workspace: Workspace, pipelines: readonly Pipeline[]): readonly DoctorFinding[] {
  const users = usersOf(pipelines, ({ shell }) => [shellProgram(shell)]);
  return users.map(([program, by]) => programFinding(workspace, 'shell', 'error', program, by));
}

function toolFindings(workspace: Workspace, pipelines: readonly Pipeline[]): readonly DoctorFinding[] {
  const users = usersOf(pipelines, (task) => calledPrograms(task).filter((name) => !name.includes('/')));
  return users.map(([program, by]) => programFinding(workspace, 'tool', 'warning', program, by));
}

function shellProgram(shell: string): string {
  const program = shell.trim().split(/\s+/)[0] ?? shell;
  return program === 'python' ? 'python3' : program;
}

function programFinding(
  { variables, repository }: Workspace,
  about: 'shell' | 'tool',
  lacking: 'warning' | 'error',
  program: string,
  by: readonly string[],
): DoctorFinding {
  const path = findProgram(program, variables.PATH ?? '', repository.root);
  if (path !== undefined) return { about, state: 'ok', message: `${program}: ${path}` };
  return { about, state: lacking, message: `${program} is not installed`, help: `Needed by ${list(by)}.` };
}

function secretFindings({ variables }: Workspace, pipelines: readonly Pipeline[]): readonly DoctorFinding[] {
  const users = new Map<string, string[]>();
  for (const pipeline of pipelines) {
    for (const name of missingSecrets(pipeline, variables)) users.set(name, [...(users.get(name) ?? []), pipeline.id]);
  }
  return [...users].sort().map(([name, by]) => ({
    about: 'secret',
    state: 'warning',
    message: `${name} is not set`,
    help: `Needed by ${list(by)}: set it in the environment, or in a file for --env-file.`,
  }));
}

/** Names with the pipelines that use them, sorted. */
function usersOf(
  pipelines: readonly Pipeline[],
  namesOf: (task: Pipeline['tasks'][number]) => readonly string[],
): readonly (readonly [string, readonly string[]])[] {
  const users = new Map<string, Set<string>>();
  for (const { id, tasks } of pipelines) {
    for (const name of tasks.flatMap(namesOf)) users.set(name, (users.get(name) ?? new Set()).add(id));
  }
  return [...users].map(([name, by]) => [name, [...by].sort()] as const).sort(([a], [b]) => (a < b ? -1 : 1));
}

function list(ids: readonly string[]): string {
  return ids.length > 3 ? `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more` : ids.join(', ');
}
