import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { limits } from '../../model/limits.ts';
import { fileNameOf } from '../../process/log-paths.ts';
import type { Randomness } from '../../process/randomness.ts';
import { type Bundle, type BundleReader, logsSeries } from '../../run/bundles.ts';
import type { Instant } from '../../run/document.ts';
import { takeFromBundle } from '../../store/artifacts/bundle-files.ts';
import { ifExists, throwFileProblem } from '../../store/local/local-file.ts';
import { aboutFile, logName, readAboutLogs } from './stored-log-shape.ts';

/** The log of an attempt that a job has stored. */
export interface StoredLog {
  readonly path: string;
  readonly storedAt: Instant;
  /** Address of the page of the job. */
  readonly page: string;
  /** The attempt had ended then: nothing more comes. */
  readonly isWhole: boolean;
}

export interface StoredLogsOptions {
  readonly segueDir: string;
  readonly environment: string;
  readonly run: string;
  readonly randomness: Randomness;
}

interface Fetched {
  readonly id: number;
  readonly folder: string;
  readonly storedAt: Instant;
  readonly page: string;
  readonly unfinished: readonly string[];
}

/** Which bundle it was, in our own words; no task's folder has this name. */
const noteFile = 'about~bundle.json';
const logPattern = /^[^/]+\/[1-9]\d*\.log$/;
const bounds = { files: 100_000, fileBytes: 2 * (limits.logStart + limits.logEnd) };

/** The logs of a run that jobs have stored. A bundle never changes, so what was fetched once lies here from then on. */
export class StoredLogs {
  readonly #options: StoredLogsOptions;
  readonly #folder: string;
  #fetched: readonly Fetched[];

  constructor(options: StoredLogsOptions) {
    this.#options = options;
    this.#folder = join(options.segueDir, 'stored-logs', fileNameOf(options.run));
    this.#fetched = this.#list();
  }

  /** The newest that was fetched of an attempt. */
  find(task: string, attempt: number): StoredLog | undefined {
    const name = logName(this.#options.run, task, attempt);
    const found = this.#fetched.find(({ folder }) => existsSync(join(folder, name)));
    if (found === undefined) return undefined;
    const { folder, storedAt, page, unfinished } = found;
    return { path: join(folder, name), storedAt, page, isWhole: !unfinished.includes(name) };
  }

  /**
   * Fetches what has come since; tells how many bundles are gone, because their time was over.
   *
   * @throws {Problem} SG952 if the forge does not answer, SG60x about the disk.
   */
  async fetch(reader: Pick<BundleReader, 'find' | 'download'>): Promise<{ readonly expired: number }> {
    const { environment, run } = this.#options;
    const bundles = await reader.find(logsSeries(environment, run));
    const here = new Set(this.#fetched.map(({ id }) => id));
    let expired = 0;
    try {
      for (const bundle of bundles) {
        if (here.has(bundle.id)) continue;
        if (bundle.isExpired) expired += 1;
        else await this.#take(bundle, reader);
      }
    } catch (error) {
      throwFileProblem(error);
    } finally {
      this.#fetched = this.#list();
    }
    return { expired };
  }

  /** As a whole or not at all: a folder has its name only when all is in it. */
  async #take(bundle: Bundle, reader: Pick<BundleReader, 'download'>): Promise<void> {
    const { id, storedAt, page } = bundle;
    const draft = join(this.#folder, `.new-${this.#options.randomness.hex(8)}`);
    const wants = (name: string): boolean => name === aboutFile || logPattern.test(name);
    try {
      await mkdir(draft, { recursive: true });
      const names = await takeFromBundle(bundle, draft, { reader, draft: `${draft}.zip`, bounds, wants });
      if (names === undefined) return;
      writeFileSync(join(draft, noteFile), `${JSON.stringify({ id, storedAt, page })}\n`);
      const target = join(this.#folder, String(id));
      // What is there and not listed is damaged.
      await rm(target, { recursive: true, force: true });
      await rename(draft, target);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }

  /** Newest first. What is not of this run is as if it were not there. */
  #list(): readonly Fetched[] {
    const ids = (ifExists(() => readdirSync(this.#folder)) ?? []).filter((name) => /^\d+$/.test(name)).map(Number);
    return ids.sort((a, b) => b - a).flatMap((id) => this.#read(id) ?? []);
  }

  #read(id: number): Fetched | undefined {
    const { environment, run } = this.#options;
    const folder = join(this.#folder, String(id));
    const text = (name: string) => ifExists(() => readFileSync(join(folder, name), 'utf8'));
    const about = readAboutLogs(text(aboutFile) ?? '', environment, run);
    const note = text(noteFile);
    if (about === undefined || note === undefined) return undefined;
    const { storedAt, page } = JSON.parse(note) as { readonly storedAt: Instant; readonly page: string };
    return { id, folder, storedAt, page, unfinished: about.unfinished };
  }
}
