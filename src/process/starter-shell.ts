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
 * What a starter shell does: for each line `run mark` it runs its file as a job with a process group of its own (`set -m`),
 * tells its pid and how it ended, and writes the mark behind its output. A line `mark mark` only writes the mark. It ends with
 * its input. With `set -m` in force, `wait` would take a job that was stopped for one that has ended.
 */
const program = `while IFS=' ' read -r what mark; do
  if [ "$what" = run ]; then
    set -m
    { exec </dev/null >&3 2>&4 3>&- 4>&- 5>&-; . "$1"; } &
    set +m
    printf 's%s\\n' "$!" >&5
    wait "$!"
    printf 'e%s\\n' "$?" >&5
  fi
  printf %s "$mark" >&3
  printf %s "$mark" >&4
done`;

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
  /** Whether a process is another starter shell, or a task of one: it has pipes of its own. */
  readonly isOther: (pid: number) => boolean;
  /** It can take the next task. */
  readonly onIdle: () => void;
  /** It takes no further task. */
  readonly onGone: () => void;
}

interface Job {
  readonly child: ShellChild;
  readonly startedAt: number;
  /** One on each pipe. */
  marksAwaited: number;
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
  #marks = 0;
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
  }

  /** Absent if it could not be started. */
  get pid(): number | undefined {
    return this.#shell.pid;
  }

  /** Whether it is this shell, or the task that runs in it. */
  owns(pid: number): boolean {
    const { child, hasExited } = this.#current ?? {};
    return pid === this.pid || (hasExited === false && pid === child?.pid);
  }

  /** Only while it is idle. `script` is what the task's process does; it ends with `exec`. Throws if it cannot be written. */
  run(script: string): ShellChild {
    this.#script.write(script);
    const child = new ShellChild(() => this.close());
    this.#current = { child, startedAt: this.#options.clock.now(), marksAwaited: 2, hasExited: false, isClear: false };
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
      (chunk) => this.#current?.child[name].emit('data', chunk),
      () => this.#marked(),
    );
    this.#pipe(fd).on('data', (chunk: Buffer) => output.push(chunk));
    this.#pipe(fd).on('error', () => this.#lose());
    return output;
  }

  #send(what: 'run' | 'mark'): void {
    this.#marks++;
    const mark = `\x1e${this.#options.secret}${this.#marks}.`;
    for (const output of this.#outputs) output.expect(Buffer.from(mark));
    this.#input.write(`${what} ${mark}\n`);
  }

  #hear(text: string): void {
    const lines = (this.#status + text).split('\n');
    this.#status = lines.pop() ?? '';
    for (const line of lines) this.#obey(line);
  }

  #obey(line: string): void {
    const current = this.#current;
    if (current === undefined) return;
    const value = Number(line.slice(1));
    if (line.startsWith('s')) {
      current.child.pid = value;
      current.child.emit('spawn');
    } else {
      current.hasExited = true;
      const { code, signal } = exitOf(value);
      current.child.emit('exit', code, signal);
      this.#settle();
    }
  }

  #marked(): void {
    if (this.#current === undefined) return;
    this.#current.marksAwaited--;
    this.#settle();
  }

  /** The task is over once it has ended, its output was read, and nobody of it is left who could write more. */
  #settle(): void {
    const current = this.#current;
    if (current === undefined || !current.hasExited || current.marksAwaited > 0 || this.#isGone) return;
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
      job.marksAwaited = 2;
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
