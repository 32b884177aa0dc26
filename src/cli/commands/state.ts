import { liveRandomness } from '../../process/randomness.ts';
import { renderState, renderStateFindings } from '../../report/command/state-text.ts';
import { type GitState, openGitState } from '../../store/git/git-state.ts';
import { environmentNamespace, stateNamespace, stateRef } from '../../store/names.ts';
import { originOf } from '../../store/repository/origin.ts';
import { openRepository } from '../../store/repository/repository.ts';
import { checkShared, sharedEnvironments } from '../../store/shared/shared-check.ts';
import { checkState } from '../../store/upkeep/state-check.ts';
import { exportState, showState } from '../../store/upkeep/state-export.ts';
import { userName } from '../../workspace/open-workspace.ts';
import { type Asker, person } from '../../workspace/person.ts';
import type { CommandContext, ExitCode } from '../context.ts';

export type StateVerb = 'show' | 'fsck' | 'export' | 'squash';

export interface StateOptions {
  readonly env?: string;
  readonly json?: true;
}

interface Request {
  readonly state: GitState;
  readonly asker: Asker;
  /** One ref, the refs of an environment, or all. */
  readonly namespace: string;
  readonly json: boolean;
}

/** `segue state show|fsck|export|squash [pipeline]` */
export async function stateCommand(
  context: CommandContext,
  verb: StateVerb,
  pipeline: string | undefined,
  options: StateOptions,
): Promise<ExitCode> {
  const repository = await openRepository({ directory: context.cwd, environment: context.environment });
  // What only looks must not need the network.
  const remote = verb === 'squash' ? await originOf(repository) : undefined;
  const shared = remote === undefined ? {} : { remote };
  const state = openGitState({
    repository: repository.home,
    clock: context.clock,
    chance: liveRandomness(),
    ...shared,
  });
  const asker = { repository, machine: { user: userName(context.environment) } };
  const request = { state, asker, namespace: namespaceOf(pipeline, options.env), json: options.json === true };
  try {
    switch (verb) {
      case 'show':
        return await show(context, request);
      case 'fsck':
        return await check(context, request);
      case 'export':
        return await exportLines(context, request);
      case 'squash':
        return await squash(context, request);
      default:
        return verb satisfies never;
    }
  } finally {
    state.close();
  }
}

function namespaceOf(pipeline: string | undefined, environment: string | undefined): string {
  if (pipeline !== undefined) return stateRef(environment ?? 'local', pipeline);
  return environment === undefined ? stateNamespace : environmentNamespace(environment);
}

async function show({ terminal }: CommandContext, { state, namespace, json }: Request): Promise<ExitCode> {
  const shown = await showState(state.documents, namespace);
  if (json) terminal.printJson(shown);
  else terminal.print(renderState(shown, terminal.style, terminal.columns()));
  return 0;
}

async function check({ terminal, clock }: CommandContext, { state, namespace, json }: Request): Promise<ExitCode> {
  const { documents } = state;
  const all = await sharedEnvironments(documents);
  const environments = all.filter((name) => [stateNamespace, environmentNamespace(name)].includes(namespace));
  const findings = [
    ...(await checkState(documents, new Date(clock.now()).toISOString(), namespace)),
    ...(await checkShared(documents, environments)),
  ];
  if (json) terminal.printJson(findings);
  else terminal.print(renderStateFindings(findings, terminal.style));
  return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}

/** JSON lines with and without `--json`. */
async function exportLines({ terminal }: CommandContext, { state, namespace }: Request): Promise<ExitCode> {
  for await (const line of exportState(state.documents, namespace)) {
    if (terminal.isClosed()) break;
    terminal.print(line);
  }
  return 0;
}

async function squash({ terminal }: CommandContext, request: Request): Promise<ExitCode> {
  const { state, namespace, json } = request;
  const by = await person(request.asker);
  const results = [];
  for (const { ref, environment, pipeline } of await showState(state.documents, namespace)) {
    if (environment === undefined || pipeline === undefined) continue;
    results.push({ ref, environment, pipeline, ...(await state.squash(environment, pipeline, by)) });
  }
  if (json) terminal.printJson(results);
  else
    terminal.print(results.map(({ pipeline, outcome, versions }) => `${pipeline}: ${outcome} (${versions} versions)`));
  return results.some(({ outcome }) => outcome === 'conflict') ? 1 : 0;
}
