import { lstatSync, mkdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileNameOf, runLogsPath } from './log-paths.ts';
import { outputLimits, outputsTooLarge, type ParsedOutputs, parseOutputs } from './outputs.ts';

/**
 * The short-lived files of attempts, `$SEGUE_OUTPUT` and scripts, in one private folder for each run; it is made with the
 * run's first attempt and emptied of what a dead process left.
 */
export class AttemptFiles {
  readonly #logsDir: string;
  readonly #folders = new Map<string, string>();

  constructor(logsDir: string) {
    this.#logsDir = logsDir;
  }

  /** Path without ending. */
  base(run: string, task: string, attempt: number): string {
    return join(this.#folders.get(run) ?? this.#openFolder(run), `${fileNameOf(task)}.${attempt}`);
  }

  removeAll(): void {
    for (const folder of this.#folders.values()) {
      rmSync(folder, { recursive: true, force: true });
      removeIfEmpty(dirname(folder));
    }
    this.#folders.clear();
  }

  /** A folder that cannot be made is left to those who want to write to it: they can say what it was for. */
  #openFolder(run: string): string {
    const folder = join(runLogsPath(this.#logsDir, run), '.scratch');
    try {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      this.#folders.set(run, folder);
    } catch {
      // A read-only or full disk; most tasks write no outputs.
    }
    return folder;
  }
}

/** A run that was not let in, or whose tasks printed nothing, has no logs. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It holds logs.
  }
}

/** Reads and removes the file that a task wrote to `$SEGUE_OUTPUT`; a task that wrote none gave none. */
export function takeOutputs(path: string): ParsedOutputs {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return { ok: true, outputs: {} };
  try {
    if (!found.isFile()) return { ok: false, message: '$SEGUE_OUTPUT is no longer a regular file; only append to it' };
    if (found.size > outputLimits.fileBytes) return { ok: false, message: outputsTooLarge(found.size) };
    return parseOutputs(new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path)));
  } catch (error) {
    const why = error instanceof TypeError ? 'it is not UTF-8' : String(error);
    return { ok: false, message: `$SEGUE_OUTPUT cannot be read: ${why}` };
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}
