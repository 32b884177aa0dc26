import { Problem } from '../../diagnostic/problem.ts';
import { renderRuns } from '../../report/run/list-runs.ts';
import { renderStatus } from '../../report/run/status-run.ts';
import { type Age, ageText } from '../../report/text/age-text.ts';
import type { OpenWorkspace } from '../../workspace/open-workspace.ts';
import { type FoundRun, type ListedRun, listRuns, readRun } from '../../workspace/run/find-run.ts';
import { livenessOf } from '../../workspace/run/ownership.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { printFailure } from '../print-failure.ts';
import { resolveRun } from '../resolve-run.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface StatusOptions {
  readonly env?: string;
  readonly all?: true;
  readonly lag?: true;
  readonly json?: true;
}

/** How many runs `--all` lists. */
const mostRuns = 50;

/**
 * `segue status [run]`: one run with its tasks, the newest runs, or how late they started. Without the remote it shows what this
 * clone last knew, and fails.
 */
export async function statusCommand(
  context: CommandContext,
  name: string | undefined,
  options: StatusOptions,
): Promise<ExitCode> {
  const { env = options.lag ? 'production' : 'local' } = options;
  return withWorkspace<ExitCode>(context, { env, lastKnown: true }, async (workspace) => {
    const { away } = workspace.fetched ?? {};
    try {
      await show(context, workspace, name, options);
    } catch (error) {
      // Without the remote a run that is not there may be there.
      if (away === undefined || !(error instanceof Problem)) throw error;
    }
    return away === undefined ? 0 : printFailure(context.terminal, away);
  });
}

async function show(
  context: CommandContext,
  workspace: OpenWorkspace,
  name: string | undefined,
  options: StatusOptions,
): Promise<void> {
  if (options.lag) return (await import('../show-lag.ts')).showLag(context, workspace, name, options);
  return options.all ? showAll(context, workspace, name, options) : showRun(context, workspace, name, options);
}

async function showAll(
  { terminal, clock }: CommandContext,
  workspace: OpenWorkspace,
  name: string | undefined,
  { json }: StatusOptions,
): Promise<void> {
  const runs = await Promise.all((await listRuns(workspace, name)).slice(0, mostRuns).map(withInterruption(workspace)));
  if (json) return terminal.printJson(runs);
  const age = await ageOf(workspace);
  terminal.print(renderRuns(runs, terminal.style, terminal.columns()));
  if (age !== undefined) terminal.print(['', ageText(workspace.environment, age, clock.now(), terminal.style)]);
}

async function showRun(
  { terminal, clock }: CommandContext,
  workspace: OpenWorkspace,
  name: string | undefined,
  { json }: StatusOptions,
): Promise<void> {
  const { style } = terminal;
  const { document, interrupted, held } = await judged(workspace, await resolveRun(workspace, name));
  const { paused } = await workspace.state.state(workspace.environment, document.pipeline);
  const age = await ageOf(workspace, document.pipeline);
  const also = { ...(interrupted ? { interrupted } : {}), ...(paused === undefined ? {} : { paused }) };
  if (json) return terminal.printJson({ ...document, ...also, ...(age === undefined ? {} : { age }) });
  const holder = held === undefined ? {} : { held };
  terminal.print(renderStatus(document, { style, width: terminal.columns(), now: clock.now(), ...also, ...holder }));
  if (age !== undefined) terminal.print(['', ageText(workspace.environment, age, clock.now(), style)]);
}

/** Who has a run elsewhere, and is known to be gone, has it no more. Without the remote nobody knows. */
async function judged(workspace: OpenWorkspace, found: FoundRun): Promise<FoundRun> {
  const { held, ...rest } = found;
  if (held === undefined || workspace.fetched?.away !== undefined) return found;
  const how = await livenessOf(workspace, found.document.pipeline, held);
  return how === 'dead' ? { ...rest, interrupted: true } : found;
}

/** Of what is shared with others; undefined for what is only here. */
async function ageOf({ fetched, audit, environment }: OpenWorkspace, pipeline?: string): Promise<Age | undefined> {
  if (fetched === undefined) return undefined;
  const { at, away } = fetched;
  const [newest] = pipeline === undefined ? [] : await audit.history({ environment, pipeline, most: 1, all: true });
  return {
    ...(at === undefined ? {} : { fetchedAt: at }),
    ...(newest === undefined ? {} : { storedAt: newest.at }),
    ...(away === undefined ? {} : { away: true }),
  };
}

/** Whether somebody still works on a run is known of the run alone. */
function withInterruption(
  workspace: Workspace,
): (run: ListedRun) => Promise<ListedRun & { readonly interrupted?: boolean }> {
  return async (run) => {
    if (run.state !== 'running') return run;
    return { ...run, interrupted: (await readRun(workspace, run.pipeline, run.run)).interrupted };
  };
}
