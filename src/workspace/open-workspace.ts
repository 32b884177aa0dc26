import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../diagnostic/problem.ts';
import type { Settings } from '../model/settings.ts';
import type { Variables } from '../process/environment.ts';
import { liveRandomness, type Randomness } from '../process/randomness.ts';
import { parseEnvFile } from '../process/task-environment.ts';
import { Watchdog } from '../process/watchdog.ts';
import type { Bundles } from '../run/bundles.ts';
import type { Clock } from '../run/ports.ts';
import type { DocumentStore } from '../store/documents/documents.ts';
import { fileProblem } from '../store/git/git-problem.ts';
import { type GitState, openGitState } from '../store/git/git-state.ts';
import { ifExists } from '../store/local/local-file.ts';
import { localEnvironment } from '../store/names.ts';
import type { RefProblem } from '../store/push/pusher.ts';
import { originOf } from '../store/repository/origin.ts';
import { openRepository, type Repository } from '../store/repository/repository.ts';
import { openRunnerRepository, type RunnerHome, trusting } from '../store/repository/runner-repository.ts';
import { type Fetched, fetchState } from './fetched.ts';
import { patiently } from './patiently.ts';
import { readSettingsFile, settingsFile } from './pipelines/pipeline-files.ts';
import { openInbox } from './run/open-inbox.ts';
import { openLease } from './run/open-lease.ts';
import type { ProcessLease } from './run/process-lease.ts';
import type { RunReporter } from './tell/run-reporter.ts';
import type { KeptBundles, Workspace } from './workspace.ts';

const day = 24 * 60 * 60 * 1000;

export interface WorkspaceOptions {
  readonly cwd: string;
  readonly environment: string;
  readonly clock: Clock;
  /** The variables of this process. */
  readonly variables: Variables;
  /** Path of an `--env-file`, from `cwd`. What the process has already wins, as with Node and Docker. */
  readonly envFile?: string;
  readonly pid: number;
  /** On a runner: state, history and the remote are reached through a private repository, not through the checkout. */
  readonly runner?: RunnerHome;
  /** In a job: where things are kept that must outlive its machine, for whole days. */
  readonly bundles?: (keepDays: number) => Bundles;
  /** Who tells others how runs of this repository go. */
  readonly reporter?: (repository: Repository) => RunReporter;
  /** What this clone knows will do where the remote cannot be asked. */
  readonly lastKnown?: boolean;
  /** As a workspace has it. */
  readonly build?: string | undefined;
}

/** A workspace with what must be closed in the end. */
export interface OpenWorkspace extends Workspace {
  /** Refs of the remote that could not be read or joined when it was opened. */
  readonly notRead: readonly RefProblem[];
  /** How old what this clone knows is; absent where nothing is shared. */
  readonly fetched?: Fetched;
  /** State as it lies in this clone, of all environments: for who looks whether it is sound. */
  readonly documents: DocumentStore;
  /** Fetches again what other machines wrote; gives what could not be read or joined. */
  refresh(): Promise<readonly RefProblem[]>;
  /** Sends what the remote does not have yet, and gives what it did not take: that goes out with a later command. */
  close(): Promise<readonly RefProblem[]>;
}

/**
 * Opens the repository around `cwd`. Starts one git process; reads nothing of pipelines or state yet.
 *
 * @throws {Problem} SG60x about git, SG901 if the env file cannot be read.
 */
export async function openWorkspace(options: WorkspaceOptions): Promise<OpenWorkspace> {
  const { environment, clock, pid } = options;
  const randomness = liveRandomness();
  const repository = await openPlace(options);
  const remote = await sharedRemote(repository, environment);
  const git = openGitState({
    repository: repository.home,
    clock,
    chance: randomness,
    ...(remote === undefined ? {} : { remote, durability: (await settingsOf(repository)).durability }),
  });
  git.warm();
  const ask = () => git.refresh(environment);
  const refresh = options.runner === undefined ? ask : () => patiently(clock, ask);
  const place = { segueDir: repository.segueDir, environment, clock };
  const { notRead, fetched } =
    remote === undefined
      ? { notRead: await refresh(), fetched: undefined }
      : await fetchState(place, refresh, options.lastKnown ?? false);
  const machine = {
    host: hostname(),
    place: `${hostname()}:${cloneId(repository.segueDir, randomness)}`,
    pid,
    cores: availableParallelism(),
    user: userName(options.variables),
  };
  const refs = git.swapRefs(environment);
  const leaseMs = async () => (await settingsOf(repository)).leaseMs;
  const lease = openLease({ repository, environment, clock, randomness, machine }, refs, leaseMs);
  const watchdog = new Watchdog({ clock, environment: options.variables });
  lease.listen({ left: (left) => watchdog.renewed(left) });
  return {
    repository,
    environment,
    state: git.state,
    audit: { history: git.history },
    ...(remote === undefined ? {} : { remote }),
    refs,
    delivered: (pipeline) => git.delivered(environment, pipeline),
    ...(git.send === undefined ? {} : { send: git.send }),
    lease,
    ...(remote === undefined
      ? {}
      : { inbox: openInbox({ refs, environment, clock, chance: randomness }, lease, leaseMs) }),
    watchdog,
    ...(remote === undefined ? {} : await bundlesOf(repository, options)),
    ...(options.reporter === undefined ? {} : { reporter: options.reporter(repository) }),
    clock,
    randomness,
    variables: { ...readEnvFile(options), ...options.variables },
    machine,
    ...(options.build === undefined ? {} : { build: options.build }),
    notRead,
    ...(fetched === undefined ? {} : { fetched }),
    documents: git.documents,
    refresh,
    close: () => closeState(git, lease, watchdog),
  };
}

/** The lease goes no sooner than the remote knows all: as long as it is up nobody goes on with runs that have ended. */
async function closeState(git: GitState, lease: ProcessLease, watchdog: Watchdog): Promise<readonly RefProblem[]> {
  try {
    const problems = await git.flush('last');
    await lease.release(problems.length === 0 ? 'remove' : 'leave');
    return problems;
  } finally {
    // Whatever happened, it beats no more.
    await lease.release('leave');
    watchdog.close();
    git.close();
  }
}

async function openPlace({ cwd, variables, runner, clock }: WorkspaceOptions): Promise<Repository> {
  if (runner === undefined) return openRepository({ directory: cwd, environment: variables });
  const environment = { ...variables, ...trusting(variables) };
  const checkout = await openRepository({ directory: cwd, environment });
  return patiently(clock, () => openRunnerRepository(checkout, runner));
}

async function sharedRemote(repository: Repository, environment: string): Promise<string | undefined> {
  return environment === localEnvironment ? undefined : originOf(repository);
}

async function bundlesOf(
  repository: Repository,
  { bundles }: WorkspaceOptions,
): Promise<{ readonly bundles?: KeptBundles }> {
  if (bundles === undefined) return {};
  const { store, keepMs } = (await settingsOf(repository)).artifacts;
  return { bundles: { ...bundles(Math.ceil(keepMs / day)), haveArtifacts: store === 'actions' } };
}

/** What reads YAML is large, and commands that need no settings start without it. */
async function settingsOf({ root }: Repository): Promise<Settings> {
  const { loadSettings } = await import('../model/load.ts');
  return loadSettings(settingsFile, readSettingsFile(root)).settings;
}

function readEnvFile({ envFile, cwd }: WorkspaceOptions): Variables {
  if (envFile === undefined) return {};
  const path = join(cwd, envFile);
  const file = envFile.startsWith('/') ? envFile : path;
  try {
    return parseEnvFile(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = fileProblem(error)?.message ?? (error instanceof Error ? error.message : String(error));
    throw new Problem(
      'SG901',
      `The env file ${envFile} cannot be read: ${why}`,
      'Give the path of a readable file.',
      2,
    );
  }
}

/** Tells two clones on one machine apart. Made at the first run; without it (a read-only clone) the clone is nameless. */
function cloneId(segueDir: string, randomness: Randomness): string {
  const file = join(segueDir, 'clone-id');
  const known = ifExists(() => readFileSync(file, 'utf8'));
  if (known !== undefined && known.trim() !== '') return known.trim().slice(0, 32);
  const made = randomness.letters(8);
  try {
    // A machine that lost power may have kept the name of the file and lost what was in it.
    if (known !== undefined) rmSync(file, { force: true });
    mkdirSync(segueDir, { recursive: true });
    writeFileSync(file, `${made}\n`, { flag: 'wx' });
    return made;
  } catch {
    return (
      ifExists(() => readFileSync(file, 'utf8'))
        ?.trim()
        .slice(0, 32) ?? ''
    );
  }
}

/** The account's name; a container may run under a number that has none. */
export function userName(variables: Variables): string {
  try {
    return variables.GITHUB_ACTOR ?? userInfo().username;
  } catch {
    return variables.USER ?? variables.LOGNAME ?? 'unknown';
  }
}
