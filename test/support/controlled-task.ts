import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const child = fileURLToPath(new URL('./controlled-task-child.mjs', import.meta.url));

export interface Fork {
  /** Leaves the task's process group and session. */
  readonly session?: boolean;
  readonly ignoreTerm?: boolean;
  /** Keeps the task's stdout and stderr open. */
  readonly pipes?: boolean;
  readonly clearEnvironment?: boolean;
}

/**
 * Tasks whose every step a test decides, so that no test needs a sleep: `command('load')` is the `run` of a task, and
 * `await task('load')` gives the process once it has called home.
 */
export class ControlledTasks {
  readonly #folder = mkdtempSync(join(tmpdir(), 'segue-rig-'));
  readonly #waiting = new Map<string, ((task: ControlledTask) => void)[]>();
  readonly #arrived = new Map<string, ControlledTask[]>();
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((socket) => this.#greet(socket));
  }

  static async listen(): Promise<ControlledTasks> {
    const tasks = new ControlledTasks();
    tasks.#server.listen(tasks.#socketPath);
    await once(tasks.#server, 'listening');
    return tasks;
  }

  get #socketPath(): string {
    return join(this.#folder, 'home');
  }

  /** A shell command that becomes the controlled process. */
  command(name: string): string {
    return `exec ${[process.execPath, child, this.#socketPath, name].map(quote).join(' ')}`;
  }

  /** The next process of this name that nobody has asked for yet, as soon as it has called home. */
  task(name: string): Promise<ControlledTask> {
    const arrived = this.#arrived.get(name)?.shift();
    if (arrived !== undefined) return Promise.resolve(arrived);
    return new Promise((resolve) => this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), resolve]));
  }

  /** Names of the processes that have called home and that nobody has asked for. */
  get unclaimed(): readonly string[] {
    return [...this.#arrived].flatMap(([name, tasks]) => tasks.map(() => name));
  }

  /** Ends the processes that still live. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #greet(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    const lines = createInterface({ input: socket });
    lines.once('line', (line) => {
      const { hello, pid, attempt } = JSON.parse(line) as { hello: string; pid: number; attempt?: string };
      const task = new ControlledTask(hello, pid, attempt, socket, lines);
      const waiter = this.#waiting.get(hello)?.shift();
      if (waiter !== undefined) waiter(task);
      else this.#arrived.set(hello, [...(this.#arrived.get(hello) ?? []), task]);
    });
  }
}

/** One process, waiting for orders. Each order resolves when it has been carried out. */
export class ControlledTask {
  readonly name: string;
  readonly pid: number;
  /** Its `SEGUE_ATTEMPT`. */
  readonly attempt: string | undefined;
  /** Resolves when the process is dead, or as good as dead. */
  readonly gone: Promise<void>;
  readonly #socket: Socket;
  readonly #answers = new Map<number, (value: unknown) => void>();
  #termListener: () => void = () => {};
  #orders = 0;

  constructor(
    name: string,
    pid: number,
    attempt: string | undefined,
    socket: Socket,
    lines: ReturnType<typeof createInterface>,
  ) {
    this.name = name;
    this.pid = pid;
    this.attempt = attempt;
    this.#socket = socket;
    this.gone = new Promise((resolve) => socket.once('close', () => resolve()));
    lines.on('line', (line) => this.#hear(JSON.parse(line)));
  }

  async print(text: string | Uint8Array, stream: 'stdout' | 'stderr' = 'stdout'): Promise<void> {
    await this.#order('print', { stream, text: Buffer.from(text).toString('base64') });
  }

  /** Appends to `$SEGUE_OUTPUT`. */
  async output(text: string): Promise<void> {
    await this.#order('output', text);
  }

  async environment(): Promise<Readonly<Record<string, string>>> {
    return (await this.#order('environment')) as Record<string, string>;
  }

  /** Starts a child that lives until it is killed; gives its pid. */
  async fork(fork: Fork = {}): Promise<number> {
    return (await this.#order('fork', fork)) as number;
  }

  /** From now on TERM does not end the process; `terminated` resolves when one has come. */
  async catchTerm(): Promise<{ readonly terminated: Promise<void> }> {
    const terminated = new Promise<void>((resolve) => {
      this.#termListener = resolve;
    });
    await this.#order('catch-term');
    return { terminated };
  }

  async exit(code: number): Promise<void> {
    void this.#order('exit', code);
    await this.gone;
  }

  async die(signal: NodeJS.Signals): Promise<void> {
    void this.#order('die', signal);
    await this.gone;
  }

  #order(order: string, argument?: unknown): Promise<unknown> {
    const id = ++this.#orders;
    this.#socket.write(`${JSON.stringify({ id, order, with: argument })}\n`);
    return new Promise((resolve) => this.#answers.set(id, resolve));
  }

  #hear(message: { readonly id?: number; readonly value?: unknown; readonly term?: boolean }): void {
    if (message.term === true) this.#termListener();
    if (message.id !== undefined) this.#answers.get(message.id)?.(message.value);
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
