import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { liveClock } from '../../src/process/clock.ts';
import { liveEnvironment, type Variables } from '../../src/process/environment.ts';
import { logPath } from '../../src/process/log-paths.ts';
import { createMasker } from '../../src/process/mask.ts';
import { createTaskRunner, type ProcessTaskRunner, type TaskRunnerOptions } from '../../src/process/task-runner.ts';
import type { ProcessGroup } from '../../src/run/document.ts';
import type { AttemptResult, AttemptSpec, RunningAttempt } from '../../src/run/ports.ts';

export interface Attempted {
  readonly number: number;
  readonly running: RunningAttempt;
  readonly result: Promise<AttemptResult>;
  /** Lines so far, those of stderr with `! ` before them. */
  readonly lines: string[];
  readonly groups: ProcessGroup[];
  readonly log: () => string | undefined;
  /** Resolves once a line that holds the text has come. */
  seen(text: string): Promise<void>;
}

interface RigOptions extends TaskRunnerOptions {
  readonly secrets: Variables;
}

/** A task runner with real processes in a folder of its own. */
export class RunnerRig {
  readonly folder: string;
  readonly root: string;
  readonly logsDir: string;
  readonly runner: ProcessTaskRunner;
  #attempts = 0;

  private constructor(folder: string, runner: ProcessTaskRunner) {
    this.folder = folder;
    this.root = join(folder, 'root');
    this.logsDir = join(folder, 'logs');
    this.runner = runner;
  }

  static async open(options: Partial<RigOptions> = {}, environment: Variables = liveEnvironment()): Promise<RunnerRig> {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'segue runner ')));
    mkdirSync(join(folder, 'root'));
    const { secrets = {}, ...more } = options;
    const runner = createTaskRunner({
      root: join(folder, 'root'),
      logsDir: join(folder, 'logs'),
      environment,
      masker: createMasker(secrets),
      clock: liveClock(),
      artifacts: {
        keep: async (_run, _task, _root, patterns) =>
          patterns.includes('missing')
            ? { ok: false, message: 'nothing matches "missing"' }
            : { ok: true, files: patterns.map((path) => ({ path, bytes: 1, sha256: 'ab' })) },
      },
      graceMs: 200,
      drainMs: 200,
      ...more,
    });
    return new RunnerRig(folder, runner);
  }

  start(command: string, spec: Partial<AttemptSpec> = {}): Attempted {
    const attempt = ++this.#attempts;
    const lines: string[] = [];
    const groups: ProcessGroup[] = [];
    const waiting: { readonly text: string; readonly resolve: () => void }[] = [];
    const whole: AttemptSpec = {
      ...{ run: 'r-test', task: 'task', attempt, id: `r-test/task/${this.folder}-${attempt}`, command, shell: 'bash' },
      ...{ env: {}, workingDirectory: '.', timeoutMs: 60_000, artifacts: undefined, ...spec },
    };
    const { promise: result, resolve: finished } = withResolvers<AttemptResult>();
    const running = this.runner.start(whole, {
      started: (group) => groups.push(group),
      line: (stream, text) => {
        lines.push(stream === 'stderr' ? `! ${text}` : text);
        for (const waiter of waiting) if (text.includes(waiter.text)) waiter.resolve();
      },
      finished,
    });
    const path = logPath(this.logsDir, whole.run, whole.task, whole.attempt);
    return {
      ...{ number: attempt, running, result, lines, groups },
      log: () => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
      seen: (text) =>
        lines.some((line) => line.includes(text))
          ? Promise.resolve()
          : new Promise((resolve) => waiting.push({ text, resolve })),
    };
  }

  run(command: string, spec: Partial<AttemptSpec> = {}): Promise<AttemptResult> {
    return this.start(command, spec).result;
  }

  async close(): Promise<void> {
    await this.runner.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function withResolvers<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((given) => {
    resolve = given;
  });
  return { promise, resolve };
}

/** True while a process with this pid lives; a zombie does not. */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}
