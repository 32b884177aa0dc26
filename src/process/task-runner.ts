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
import type { Variables } from './environment.ts';
import { identifyChild } from './identity.ts';
import { type Launch, launch } from './launch.ts';
import { logPath } from './log-paths.ts';
import type { Masker } from './mask.ts';
import { type EndedOrphans, endOrphansOfRun } from './orphans.ts';
import { ProcessAttempt } from './process-attempt.ts';
import { explainSpawnFailure } from './spawn-failure.ts';

export interface TaskRunnerOptions {
  /** The checkout that tasks work in; absolute. */
  readonly root: string;
  /** Folder of all logs; absolute. See `logPath`. */
  readonly logsDir: string;
  /** What all tasks share: `sharedEnvironment` and `runVariables`. */
  readonly environment: Variables;
  readonly masker: Masker;
  readonly clock: Clock;
  readonly artifacts: ArtifactStore;
  readonly limits?: Partial<LogLimits>;
  /** From TERM to KILL. */
  readonly graceMs?: number;
  /** How long a task's processes may live and write after it has ended. */
  readonly drainMs?: number;
}

export const defaultGraceMs = 10_000;
export const defaultDrainMs = 2_000;

export interface ProcessTaskRunner extends TaskRunner {
  /** After the last attempt: ends what tasks left behind, and removes short-lived files. */
  close(): Promise<readonly EndedOrphans[]>;
}

/** Runs attempts as processes of this machine, each in a process group of its own. `docs/tasks.md` says what they see. */
export function createTaskRunner(options: TaskRunnerOptions): ProcessTaskRunner {
  const files = new AttemptFiles(options.logsDir);
  const limits = { ...defaultLogLimits, ...options.limits };
  return {
    start: (spec, on) => new AttemptRun({ options, limits, files, spec, on }).start(),
    close: () => closeRunner(options, files),
  };
}

async function closeRunner(options: TaskRunnerOptions, files: AttemptFiles): Promise<readonly EndedOrphans[]> {
  const { clock, graceMs = defaultGraceMs } = options;
  const ended = await Promise.all(files.runs.map((run) => endOrphansOfRun(run, { clock, graceMs })));
  files.removeAll();
  return ended;
}

interface AttemptContext {
  readonly options: TaskRunnerOptions;
  readonly limits: LogLimits;
  readonly files: AttemptFiles;
  readonly spec: AttemptSpec;
  readonly on: AttemptCallbacks;
}

const nothingToStop: RunningAttempt = { stop: () => {} };

/** One attempt, from its start to its result. */
class AttemptRun {
  readonly #context: AttemptContext;
  readonly #log: AttemptLog;
  #isFinished = false;

  constructor(context: AttemptContext) {
    const { options, limits, spec, on } = context;
    this.#context = context;
    const path = logPath(options.logsDir, spec.run, spec.task, spec.attempt);
    const onLine = (stream: 'stdout' | 'stderr', text: string) => on.line(stream, text);
    this.#log = new AttemptLog({ path, limits, masker: options.masker, onLine });
  }

  start(): RunningAttempt {
    const { options, files, spec } = this.#context;
    const base = files.base(spec.run, spec.task, spec.attempt);
    const outputPath = `${base}.output`;
    const env = { ...options.environment, ...spec.env, ...variablesOf(spec, outputPath) };
    const launched = launch(options.root, spec, env, base);
    if (launched.ok) return this.#watch(launched, outputPath);
    queueMicrotask(() => this.#finish({ outcome: { kind: 'spawn', message: launched.message } }));
    return nothingToStop;
  }

  #watch({ child, program, folder }: Launch, outputPath: string): RunningAttempt {
    if (child.pid === undefined) {
      child.once('error', (error) => {
        this.#finish({ outcome: { kind: 'spawn', message: explainSpawnFailure(error, program, folder) } });
      });
      return nothingToStop;
    }
    const { options, spec, on } = this.#context;
    child.stdout?.on('data', (chunk: Buffer) => this.#log.push('stdout', chunk));
    child.stderr?.on('data', (chunk: Buffer) => this.#log.push('stderr', chunk));
    const { clock, graceMs = defaultGraceMs, drainMs = defaultDrainMs } = options;
    const group = identifyChild(child.pid, clock.now());
    const attempt = new ProcessAttempt(child, {
      id: spec.id,
      group,
      times: { timeoutMs: spec.timeoutMs, graceMs, drainMs },
      clock,
      onNotice: (message) => this.#log.notice(message),
      onOver: (outcome) => void this.#collect(outcome, outputPath),
    });
    on.started(group);
    return attempt;
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
