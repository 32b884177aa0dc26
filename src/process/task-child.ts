import { EventEmitter } from 'node:events';

/** A task's process, as far as whoever watches it needs to know; a `ChildProcess` is one. */
export interface TaskChild {
  /** Absent until it runs: for good if it could not be started. */
  readonly pid?: number | undefined;
  readonly stdout: TaskOutput | null;
  readonly stderr: TaskOutput | null;
  on(event: 'exit', listener: (code: number | null, signal: NodeJS.Signals | null) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  once(event: 'exit', listener: () => void): unknown;
  once(event: 'error', listener: (error: Error) => void): unknown;
}

export interface TaskOutput {
  /** Everything was read. */
  readonly closed: boolean;
  on(event: 'data', listener: (chunk: Buffer) => void): unknown;
  /** Nothing more is wanted. */
  destroy(): unknown;
}

/** Output of a task that a starter shell runs; its pipe outlives the task. */
export class ShellOutput extends EventEmitter<{ data: [Buffer] }> implements TaskOutput {
  closed = false;
  readonly #abandon: () => void;

  constructor(abandon: () => void) {
    super();
    this.#abandon = abandon;
  }

  destroy(): void {
    this.closed = true;
    this.#abandon();
  }
}

interface ShellChildEvents {
  spawn: [];
  exit: [code: number | null, signal: NodeJS.Signals | null];
  close: [];
  error: [error: Error];
  /** The starter shell is gone; nobody knows how the task ended or whether it did. */
  lost: [];
}

/** A task that a starter shell runs. `spawn` tells that it has a pid. */
export class ShellChild extends EventEmitter<ShellChildEvents> implements TaskChild {
  pid: number | undefined;
  readonly stdout: ShellOutput;
  readonly stderr: ShellOutput;

  constructor(abandon: () => void) {
    super();
    this.stdout = new ShellOutput(abandon);
    this.stderr = new ShellOutput(abandon);
  }
}
