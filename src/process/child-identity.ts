import type { ProcessGroup } from '../run/document.ts';
import type { Clock } from '../run/ports.ts';
import { bootId, identifyChild } from './identity.ts';
import { hasProcFs } from './process-table.ts';

/**
 * The process group of a child. On Linux the system is asked only when somebody wants to know, since most tasks have ended
 * by then; elsewhere the time of the start is all that there is.
 */
export class ChildIdentity {
  readonly pid: number;
  readonly #clock: Clock;
  #group: ProcessGroup | undefined;

  constructor(pid: number, clock: Clock) {
    this.pid = pid;
    this.#clock = clock;
    if (!hasProcFs) this.#group = identifyChild(pid, clock.now());
  }

  get group(): ProcessGroup {
    this.#group ??= identifyChild(this.pid, this.#clock.now());
    return this.#group;
  }

  /** To be called as soon as it was waited for: from now on the number may go to another process. */
  ended(): void {
    this.#group ??= { pid: this.pid, started: '', boot: bootId() };
  }
}
