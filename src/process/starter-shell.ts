import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Clock } from '../run/ports.ts';
import { groupLives } from './attempt-processes.ts';
import type { Variables } from './environment.ts';
import { exitOf } from './exit-status.ts';
import { MarkedOutput } from './marked-output.ts';
import { isOutputHeld, isOutputHeldByYounger, type OutputPipes, outputPipes } from './output-holders.ts';
import { ScriptFile } from './script-file.ts';
import { ShellChild } from './task-child.ts';

/**
 * What a starter shell does, turn by turn: it starts a process that waits, as a job with a group of its own (`set -m`), and tells
 * its pid. A line `run <turn>` lets that run the file; any other line for this turn ends it. Then the shell tells how it ended and
 * writes a mark behind its output. So the next process is there before there is a task for it. Who dies of a signal may have been
 * killed while it waited: it gets no successor before Segue sends a line, else whoever ends all of these would never be done. The
 * shell ends with its input. With `set -m` in force, `wait` would take a job that was stopped for one that has ended.
 */
const program = `IFS= read -r segue_secret
segue_turn=0
while :; do
  segue_turn=$((segue_turn + 1))
  set -m
  {
    while IFS=' ' read -r segue_what segue_whose; do
      [ "$segue_whose" = "$segue_turn" ] || continue
      [ "$segue_what" = run ] || exit 0
      exec </dev/null >&3 2>&4 3>&- 4>&- 5>&-
      . "$1"
      exit
    done
    exit 0
  } &
  set +m
  printf 's%s\\n' "$!" >&5 || exit
  wait "$!"
  segue_code=$?
  printf 'e%s\\n' "$segue_code" >&5 || exit
  printf '%s%s.' "$segue_secret" "$segue_turn" >&3
  printf '%s%s.' "$segue_secret" "$segue_turn" >&4
  [ "$segue_code" -lt 128 ] || read -r segue_what || exit
done`;

/** Names in the shell: a variable of the environment that has one of them would not be handed on as it is. */
export const ownOfStarter = ['segue_secret', 'segue_turn', 'segue_what', 'segue_whose', 'segue_code'] as const;

/** From here on what `wait` gives is a signal, or looks like one. */
const leastSignal = 128;

/** Between looks at a group whose leader has ended. */
const lookMs = 10;

/** To look at all processes takes milliseconds: of tasks that end sooner only those are looked at that may be theirs. */
const carefulAfterMs = 20;

export interface StarterShellOptions {
  readonly environment: Variables;
  readonly clock: Clock;
  /** What the marks begin with. No task may know it. */
  readonly secret: string;
  /** A file of its own, for what the next task's process is to do. */
  readonly file: string;
  /** Whether a process is a starter shell, or what runs or waits in one: others have pipes of their own. */
  readonly isOther: (pid: number) => boolean;
  /** It can take the next task. */
  readonly onIdle: () => void;
  /** It takes no further task. */
  readonly onGone: () => void;
}

interface Job {
  readonly child: ShellChild;
  readonly startedAt: number;
  /** It is over once this turn of the shell is. */
  turn: number;
  hasExited: boolean;
  /** Nobody is left who could write more. */
  isClear: boolean;
}

/**
 * Starts tasks one after the other. A shell of three megabytes forks in a quarter of the time that Node.js takes, whose memory
 * the system must prepare for each child; see `docs/performance.md`.
 */
export class StarterShell {
  readonly #options: StarterShellOptions;
  readonly #shell: ChildProcess;
  readonly #outputs: readonly [MarkedOutput, MarkedOutput];
  readonly #script: ScriptFile;
  #status = '';
  /** Turns whose process has ended. */
  #ended = 0;
  /** The process of the turn after those, once it is known. */
  #waiting: number | undefined;
  #current: Job | undefined;
  #isGone = false;
  #pipes: OutputPipes | undefined;

  constructor(options: StarterShellOptions) {
    this.#options = options;
    this.#script = new ScriptFile(options.file);
    const stdio = ['pipe', 'ignore', 'ignore', 'pipe', 'pipe', 'pipe'] as const;
    const args = ['--noprofile', '--norc', '-c', program, 'segue', options.file];
    this.#shell = spawn('bash', args, { env: options.environment, detached: true, stdio: [...stdio] });
    this.#outputs = [this.#listen(3, 'stdout'), this.#listen(4, 'stderr')];
    this.#pipe(5).on('data', (chunk: Buffer) => this.#hear(chunk.toString('latin1')));
    this.#input.on('error', () => this.#lose());
    this.#shell.once('error', () => this.#lose());
    this.#shell.once('exit', () => this.#lose());
    this.#input.write(`${beginOfMarks(options.secret)}\n`);
  }

  /** Absent if it could not be started. */
  get pid(): number | undefined {
    return this.#shell.pid;
  }

  /** Whether it is this shell, the task that runs in it, or who waits for the next one. */
  owns(pid: number): boolean {
    const { child, hasExited } = this.#current ?? {};
    return pid === this.pid || pid === this.#waiting || (hasExited === false && pid === child?.pid);
  }

  /** Only while it is idle. `script` is what the task's process does; it ends with `exec`. Throws if it cannot be written. */
  run(script: string): ShellChild {
    this.#script.write(script);
    const child = new ShellChild(() => this.close());
    child.pid = this.#waiting;
    const startedAt = this.#options.clock.now();
    this.#current = { child, startedAt, turn: this.#ended + 1, hasExited: false, isClear: false };
    this.#send('run');
    return child;
  }

  /** Takes no further task; what runs goes on. */
  close(): void {
    this.#isGone = true;
    this.#input.end();
    this.#script.close();
    this.#shell.unref();
    for (const fd of [3, 4, 5]) this.#pipe(fd).destroy();
    this.#options.onGone();
  }

  get #input(): Writable {
    const { stdin } = this.#shell;
    if (stdin === null) throw new Error('a starter shell without input');
    return stdin;
  }

  #pipe(fd: number): Readable {
    const pipe = this.#shell.stdio[fd];
    if (pipe === null || pipe === undefined) throw new Error(`a starter shell without pipe ${fd}`);
    return pipe as Readable;
  }

  #listen(fd: number, name: 'stdout' | 'stderr'): MarkedOutput {
    const output = new MarkedOutput(
      beginOfMarks(this.#options.secret),
      (chunk) => this.#current?.child[name].emit('data', chunk),
      () => this.#settle(),
    );
    this.#pipe(fd).on('data', (chunk: Buffer) => output.push(chunk));
    this.#pipe(fd).on('error', () => this.#lose());
    return output;
  }

  /** To the process that waits, or that the shell is about to start. */
  #send(what: 'run' | 'mark'): void {
    this.#input.write(`${what} ${this.#ended + 1}\n`);
  }

  #hear(text: string): void {
    const lines = (this.#status + text).split('\n');
    this.#status = lines.pop() ?? '';
    for (const line of lines) this.#obey(line);
  }

  #obey(line: string): void {
    const value = Number(line.slice(1));
    if (line.startsWith('s')) this.#noteStart(value);
    else this.#noteEnd(value);
  }

  #noteStart(pid: number): void {
    this.#waiting = pid;
    const { child } = this.#current ?? {};
    if (child === undefined || child.pid !== undefined) return;
    child.pid = pid;
    child.emit('spawn');
  }

  #noteEnd(status: number): void {
    this.#ended++;
    this.#waiting = undefined;
    // What was sent to the process that has ended counts as this line, and this one then as none.
    if (status >= leastSignal) this.#input.write('next\n');
    const current = this.#current;
    if (current === undefined || current.turn > this.#ended) return;
    if (!current.hasExited) {
      current.hasExited = true;
      const { code, signal } = exitOf(status);
      current.child.emit('exit', code, signal);
    }
    this.#settle();
  }

  /** The task is over once it has ended, its output was read, and nobody of it is left who could write more. */
  #settle(): void {
    const current = this.#current;
    if (current === undefined || this.#isGone || this.#ended < current.turn) return;
    if (this.#outputs.some(({ marks }) => marks < current.turn)) return;
    if (!current.isClear && this.#isHeld(current)) this.#linger(current);
    else this.#finish(current.child);
  }

  #isHeld({ child, startedAt }: Job): boolean {
    if (child.pid === undefined) return false;
    if (groupLives(child.pid)) return true;
    this.#pipes ??= outputPipes(this.#shell.pid ?? 0);
    if (this.#pipes === undefined) return false;
    const isShort = this.#options.clock.now() - startedAt < carefulAfterMs;
    if (!isShort) return isOutputHeld(this.#pipes);
    return isOutputHeldByYounger(this.#pipes, child.pid, this.#options.isOther);
  }

  /** What they still write belongs to this task: the next one has to wait, and a second mark tells where it begins. */
  #linger(job: Job): void {
    this.#options.clock.after(lookMs, () => {
      if (this.#isGone || this.#current !== job) return;
      if (this.#isHeld(job)) {
        this.#linger(job);
        return;
      }
      job.isClear = true;
      job.turn = this.#ended + 1;
      this.#send('mark');
    });
  }

  #finish(child: ShellChild): void {
    this.#current = undefined;
    child.stdout.closed = true;
    child.stderr.closed = true;
    child.emit('close');
    if (!this.#isGone) this.#options.onIdle();
  }

  #lose(): void {
    if (this.#isGone) return;
    const child = this.#current?.child;
    this.#current = undefined;
    this.close();
    child?.emit('lost');
  }
}

/** The number of the turn and a dot follow. */
function beginOfMarks(secret: string): string {
  return `\x1e${secret}`;
}
