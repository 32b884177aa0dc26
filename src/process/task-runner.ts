import type { Outcome } from '../run/document.ts';
import type {
  ArtifactStore,
  AttemptCallbacks,
  AttemptResult,
  AttemptSpec,
  Clock,
  RunningAttempt,
  TaskRunner,
} from '../run/ports.ts';
import { AttemptFiles, takeOutputs } from './attempt-files.ts';
import { AttemptLog, defaultLogLimits, type LogLimits } from './attempt-log.ts';
import { collectResult } from './attempt-result.ts';
import { ChildIdentity } from './child-identity.ts';
import type { Variables } from './environment.ts';
import { type Launch, launch } from './launch.ts';
import { logPath } from './log-paths.ts';
import type { Masker } from './mask.ts';
import { type EndedOrphans, endOrphansOfAttempts } from './orphans.ts';
import { ProcessAttempt } from './process-attempt.ts';
import { hasProcFs } from './process-table.ts';
import { explainSpawnFailure } from './spawn-failure.ts';
import { StarterShells } from './starter-shells.ts';
import { ShellChild, type TaskChild } from './task-child.ts';
import { announceAfterMs, defaultDrainMs, defaultGraceMs } from './task-runner-times.ts';
import type { TaskWatch } from './watchdog.ts';

export interface TaskRunnerOptions {
  /** The checkout that tasks work in; absolute. */
  readonly root: string;
  /** Folder of all logs; absolute. See `logPath`. */
  readonly logsDir: string;
  /** What all tasks share: `sharedEnvironment` and `runVariables`. */
  readonly environment: Variables;
  readonly masker: Masker;
  readonly clock: Clock;
  readonly artifacts: Pick<ArtifactStore, 'keep'>;
  readonly limits?: Partial<LogLimits>;
  /** From TERM to KILL. */
  readonly graceMs?: number;
  /** How long a task's processes may live and write after it has ended. */
  readonly drainMs?: number;
  /** Who ends the tasks if this process cannot. */
  readonly watch?: TaskWatch;
  /** Called before the end of a task is judged: whoever finds that it was ended from outside may stop its attempt first. */
  readonly onExit?: () => void;
}

export interface ProcessTaskRunner extends TaskRunner {
  /** Gets ready for the first task of a run, while there is something else to wait for. */
  warm(run: string): void;
  /** After the last attempt: ends what tasks left behind, and removes short-lived files. */
  close(): Promise<EndedOrphans>;
}

/** Runs attempts as processes of this machine, each in a process group of its own. `docs/tasks.md` says what they see. */
export function createTaskRunner(options: TaskRunnerOptions): ProcessTaskRunner {
  const files = new AttemptFiles(options.logsDir);
  const limits = { ...defaultLogLimits, ...options.limits };
  const ids = new Set<string>();
  const { clock, environment, watch, graceMs = defaultGraceMs } = options;
  const shells = new StarterShells({ environment, clock, watch });
  return {
    warm: (run) => shells.warm(files.base(run, 'first', 0)),
    start: (spec, on) => {
      ids.add(spec.id);
      return new AttemptRun({ options, limits, files, shells, spec, on }).start();
    },
    close: async () => {
      const ended = await endOrphansOfAttempts(ids, { clock, graceMs });
      shells.close();
      files.removeAll();
      watch?.close();
      return ended;
    },
  };
}

interface AttemptContext {
  readonly options: TaskRunnerOptions;
  readonly limits: LogLimits;
  readonly files: AttemptFiles;
  readonly shells: StarterShells;
  readonly spec: AttemptSpec;
  readonly on: AttemptCallbacks;
}

const nothingToStop: RunningAttempt = { stop: () => {} };

/** One attempt, from its start to its result. */
class AttemptRun {
  readonly #context: AttemptContext;
  readonly #log: AttemptLog;
  #isFinished = false;
  #cancelAnnouncement: () => void = () => {};

  constructor(context: AttemptContext) {
    const { options, limits, spec, on } = context;
    this.#context = context;
    const path = logPath(options.logsDir, spec.run, spec.task, spec.attempt);
    const onLine = (stream: 'stdout' | 'stderr', text: string) => on.line(stream, text);
    this.#log = new AttemptLog({ path, limits, masker: options.masker, onLine });
  }

  start(): RunningAttempt {
    const { options, files, shells, spec } = this.#context;
    const { root, environment } = options;
    const base = files.base(spec.run, spec.task, spec.attempt);
    const outputPath = `${base}.output`;
    const variables = { ...spec.env, ...variablesOf(spec, outputPath) };
    const launched = launch({ root, environment, shells }, spec, variables, base);
    if (launched.ok) return this.#watch(launched, outputPath);
    queueMicrotask(() => this.#finish({ outcome: { kind: 'spawn', message: launched.message } }));
    return nothingToStop;
  }

  #watch({ child, program, folder }: Launch, outputPath: string): RunningAttempt {
    if (child instanceof ShellChild) return this.#awaitPid(child, outputPath);
    if (child.pid === undefined) {
      child.once('error', (error) => {
        this.#finish({ outcome: { kind: 'spawn', message: explainSpawnFailure(error, program, folder) } });
      });
      return nothingToStop;
    }
    this.#listen(child);
    const unwatch = this.#context.options.watch?.add('group', child.pid);
    child.once('exit', () => unwatch?.());
    return this.#follow(child, child.pid, outputPath);
  }

  /** Mostly the process is there already. Else the shell tells the pid within a moment; until then a stop has nobody to go to. */
  #awaitPid(child: ShellChild, outputPath: string): RunningAttempt {
    let stop: 'term' | 'kill' | undefined;
    this.#listen(child);
    let attempt = child.pid === undefined ? undefined : this.#follow(child, child.pid, outputPath);
    child.once('spawn', () => {
      attempt = this.#follow(child, child.pid ?? 0, outputPath);
      if (stop !== undefined) attempt.stop(stop);
    });
    child.once('lost', () => {
      if (attempt === undefined) this.#finish({ outcome: { kind: 'lost' } });
      else attempt.lose();
    });
    return {
      stop: (how) => {
        stop = how;
        attempt?.stop(how);
      },
    };
  }

  #follow(child: TaskChild, pid: number, outputPath: string): ProcessAttempt {
    const { options, spec } = this.#context;
    const { clock, onExit, graceMs = defaultGraceMs, drainMs = defaultDrainMs } = options;
    const identity = new ChildIdentity(pid, clock);
    const attempt = new ProcessAttempt(child, {
      id: spec.id,
      identity,
      times: { timeoutMs: spec.timeoutMs, graceMs, drainMs },
      clock,
      onExit,
      onNotice: (message) => this.#log.notice(message),
      onOver: (outcome) => void this.#collect(outcome, outputPath),
    });
    child.once('exit', () => this.#cancelAnnouncement());
    this.#announce(identity);
    return attempt;
  }

  #listen({ stdout, stderr }: TaskChild): void {
    for (const [name, stream] of [
      ['stdout', stdout],
      ['stderr', stderr],
    ] as const) {
      stream?.on('data', (chunk: Buffer) => this.#log.push(name, chunk));
    }
  }

  /** Where processes can be found by their environment, attempts that end at once need not be told apart. */
  #announce(identity: ChildIdentity): void {
    const { options, on } = this.#context;
    if (hasProcFs) this.#cancelAnnouncement = options.clock.after(announceAfterMs, () => on.started(identity.group));
    else on.started(identity.group);
  }

  async #collect(outcome: Outcome, outputPath: string): Promise<void> {
    const { root, masker, artifacts } = this.#context.options;
    const { spec } = this.#context;
    this.#finish(await collectResult({ spec, root, masker, artifacts }, outcome, takeOutputs(outputPath)));
  }

  #finish(result: Omit<AttemptResult, 'log'>): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    const log = this.#log.end(result.outcome.kind !== 'success');
    this.#context.on.finished(log === undefined ? result : { ...result, log });
  }
}

function variablesOf(spec: AttemptSpec, outputPath: string): Variables {
  return {
    SEGUE_RUN_ID: spec.run,
    SEGUE_TASK: spec.task,
    SEGUE_ATTEMPT: spec.id,
    SEGUE_ATTEMPT_NUMBER: String(spec.attempt),
    SEGUE_OUTPUT: outputPath,
  };
}
