import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { listProcesses } from '../../src/process/process-table.ts';

/**
 * Sourced by tasks. Each copy of a task writes a line when it begins and one when it is through, and holds a lock of the
 * kernel's that all its processes inherit: a copy that does not get it has met another one that still lives, or
 * something that another one left behind.
 */
export const ledgerScript = `exec 9>>"$LEDGER/$SEGUE_RUN_ID-$SEGUE_TASK.lock"
flock --nonblock 9 || echo "overlap $SEGUE_ATTEMPT $$" >> "$LEDGER/lines"
echo "start $SEGUE_ATTEMPT $$" >> "$LEDGER/lines"
through() { echo "end $SEGUE_ATTEMPT $$" >> "$LEDGER/lines"; }
`;

export interface LedgerLine {
  readonly kind: 'start' | 'end' | 'overlap';
  readonly run: string;
  readonly task: string;
  /** Its `SEGUE_ATTEMPT`. */
  readonly attempt: string;
  readonly pid: number;
}

/** What tasks wrote, in the order in which it happened. */
export class Ledger {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    const descriptor = openSync(join(folder, 'lines'), 'a');
    writeSync(descriptor, '');
    closeSync(descriptor);
  }

  lines(): readonly LedgerLine[] {
    return readFileSync(join(this.folder, 'lines'), 'utf8').trim().split('\n').filter(Boolean).map(parseLine);
  }
}

function parseLine(line: string): LedgerLine {
  const match = /^(start|end|overlap) ((r-\w+)\/(.+)\/c?[\d.]+) (\d+)$/.exec(line);
  if (match === null) throw new Error(`a torn line in the ledger: ${line}`);
  const [, kind, attempt = '', run = '', task = '', pid] = match;
  return { kind: kind as LedgerLine['kind'], run, task, attempt, pid: Number(pid) };
}

/** Processes that carry a run's attempts in their environment. */
export function livingOf(run: string): readonly number[] {
  return listProcesses()
    .filter(({ zombie }) => !zombie)
    .map(({ pid }) => pid)
    .filter((pid) => environmentOf(pid).includes(`SEGUE_RUN_ID=${run}\0`));
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}

export function childrenOf(parent: number): readonly number[] {
  return listProcesses()
    .filter((entry) => entry.parent === parent)
    .map(({ pid }) => pid);
}

/** Ends them for good, and waits until they are gone. */
export async function endLivingOf(run: string): Promise<void> {
  for (let living = livingOf(run); living.length > 0; living = livingOf(run)) {
    for (const pid of living) killProcess(pid);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
