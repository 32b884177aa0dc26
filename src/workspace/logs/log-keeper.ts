import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../diagnostic/problem.ts';
import { runLogsPath } from '../../process/log-paths.ts';
import { type BundleWriter, logsSeries } from '../../run/bundles.ts';
import type { RunDocument } from '../../run/document.ts';
import type { Clock } from '../../run/ports.ts';
import { fileProblem } from '../../store/git/git-problem.ts';
import { type AboutLogs, aboutFile, logName } from './stored-log-shape.ts';

export interface LogKeeperOptions {
  readonly environment: string;
  /** Of all runs. */
  readonly logsDir: string;
  readonly writer: BundleWriter;
  readonly clock: Pick<Clock, 'after'>;
  /** How the run stands. */
  readonly document: () => RunDocument;
  /** Logs could not be stored; a later time may do it. */
  readonly failed: (problem: Problem) => void;
}

const minute = 60_000;
/** After this for the first time, and after twice as long each time: short runs are stored once, long ones not too often. */
const firstMs = 2 * minute;
const longestMs = 30 * minute;

/**
 * Stores the logs of a run that goes on in a job: all that is new since the last time. A log of an attempt that goes on is stored as
 * far as it is. What cannot be stored never stops the run.
 */
export class LogKeeper {
  readonly #options: LogKeeperOptions;
  /** Names of logs that are stored to their end. */
  readonly #stored = new Set<string>();
  #cancel: () => void = () => {};
  #last: Promise<void> = Promise.resolve();

  constructor(options: LogKeeperOptions) {
    this.#options = options;
    this.#wait(firstMs);
  }

  /** Stores the rest. Never rejects. */
  end(): Promise<void> {
    this.#cancel();
    return this.#store();
  }

  #wait(ms: number): void {
    const next = Math.min(2 * ms, longestMs);
    this.#cancel = this.#options.clock.after(ms, () => {
      this.#wait(next);
      void this.#store();
    });
  }

  /** One after the other: they share the file that says what is in a bundle. */
  #store(): Promise<void> {
    this.#last = this.#last.then(() => this.#storeNow());
    return this.#last;
  }

  async #storeNow(): Promise<void> {
    const { environment, logsDir, writer, failed } = this.#options;
    const document = this.#options.document();
    const { run, pipeline } = document;
    const folder = runLogsPath(logsDir, run);
    const logs = newLogs(document, this.#stored).filter(({ name }) => existsSync(join(folder, name)));
    if (logs.length === 0) return;
    const unfinished = logs.filter(({ goesOn }) => goesOn).map(({ name }) => name);
    try {
      const about: AboutLogs = { version: 1, environment, pipeline, run, unfinished };
      writeFileSync(join(folder, aboutFile), `${JSON.stringify(about)}\n`);
      await writer.put(logsSeries(environment, run), folder, [aboutFile, ...logs.map(({ name }) => name)]);
    } catch (error) {
      const problem = error instanceof Problem ? error : fileProblem(error);
      if (problem === undefined) throw error;
      failed(problem);
      return;
    }
    for (const { name, goesOn } of logs) if (!goesOn) this.#stored.add(name);
  }
}

interface NewLog {
  readonly name: string;
  readonly goesOn: boolean;
}

function newLogs({ run, tasks }: RunDocument, stored: ReadonlySet<string>): readonly NewLog[] {
  return Object.entries(tasks)
    .flatMap(([task, { attempts }]) =>
      attempts.map(({ number, state }) => ({ name: logName(run, task, number), goesOn: state === 'running' })),
    )
    .filter(({ name }) => !stored.has(name));
}
