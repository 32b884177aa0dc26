import type { ProcessGroup } from '../run/document.ts';
import { isSameStart } from './identity.ts';
import { attemptOf, listProcesses, type ProcessEntry, readProcess } from './process-table.ts';

/** What tells the processes of an attempt from all others. */
export interface AttemptMarks {
  /** True for the `SEGUE_ATTEMPT` of processes that belong here. */
  readonly isOurs: (attempt: string) => boolean;
  /** Its members belong here too; the caller vouches that the group still was this one a moment ago. */
  readonly group?: ProcessGroup;
  /** No process that started before this one (itself older than all attempts) carries such a mark. */
  readonly youngerThan?: ProcessEntry;
}

/**
 * The processes of an attempt: its process group, whatever carries its id in the environment, and the descendants of
 * both, also those that have left the group or lost their parent since they were first seen. Out of reach is only what
 * left the group, cleared its environment and lost its parent before anyone looked.
 */
export class AttemptProcesses {
  readonly #marks: AttemptMarks;
  readonly #known = new Map<number, string>();

  constructor(marks: AttemptMarks) {
    this.#marks = marks;
  }

  /** Those that live now; this process itself is never among them. Reads the machine's whole process table. */
  find(): readonly ProcessEntry[] {
    const all = listProcesses();
    const group = this.#groupIn(all);
    const table = all.filter((entry) => !entry.zombie && entry.pid !== process.pid);
    const found = new Set(table.filter((entry) => this.#isMarked(entry, group)).map((entry) => entry.pid));
    addDescendants(found, table);
    const living = table.filter((entry) => found.has(entry.pid));
    this.#known.clear();
    for (const entry of living) this.#known.set(entry.pid, entry.started);
    return living;
  }

  /** True while one of those found last still lives; much cheaper than `find`. */
  someKnownLive(): boolean {
    for (const [pid, started] of this.#known) {
      const entry = readProcess(pid);
      if (entry !== undefined && !entry.zombie && isSameStart(entry.started, started)) return true;
    }
    return false;
  }

  /** Sends the signal to the group at once, so that no fork slips through, then to each other member found. */
  signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    const group = this.#marks.group?.pid;
    const members = this.find();
    if (group !== undefined && members.some((entry) => entry.group === group)) send(-group, signal);
    for (const entry of members) if (entry.group !== group) send(entry.pid, signal);
  }

  /** The kernel does not give a group's number away while the group has members; a new leader means a new group. */
  #groupIn(table: readonly ProcessEntry[]): number | undefined {
    const { group } = this.#marks;
    if (group === undefined) return undefined;
    const leader = table.find((entry) => entry.pid === group.pid);
    return leader === undefined || isSameStart(leader.started, group.started) ? group.pid : undefined;
  }

  #isMarked(entry: ProcessEntry, group: number | undefined): boolean {
    if (entry.group === group) return true;
    const known = this.#known.get(entry.pid);
    if (known !== undefined && isSameStart(known, entry.started)) return true;
    if (this.#isOlder(entry)) return false;
    const attempt = attemptOf(entry.pid);
    return attempt !== undefined && this.#marks.isOurs(attempt);
  }

  /** Spares reading the environments of most processes of the machine. */
  #isOlder(entry: ProcessEntry): boolean {
    const { youngerThan } = this.#marks;
    return youngerThan !== undefined && Number(entry.started) < Number(youngerThan.started);
  }
}

function addDescendants(found: Set<number>, table: readonly ProcessEntry[]): void {
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const entry of table) if (found.has(entry.parent)) found.add(entry.pid);
  }
}

/** True while the group has a member that is not waited for; costs one system call. */
export function groupExists(group: number): boolean {
  // "No" comes as an error, twice for each task; the stack that it would carry costs several times as much as the call.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    process.kill(-group, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** True while the group has a member that lives: one that only waits to be waited for can do nothing more. */
export function groupLives(group: number): boolean {
  return groupExists(group) && listProcesses().some((entry) => entry.group === group && !entry.zombie);
}

/** A stopped process cannot act on a signal other than KILL before it is continued. */
function send(target: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(target, signal);
    if (signal === 'SIGTERM') process.kill(target, 'SIGCONT');
  } catch {
    // It has ended meanwhile, or belongs to somebody else; whoever is left is found again.
  }
}
