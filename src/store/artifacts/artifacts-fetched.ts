import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bundle, type BundleReader, filesSeries } from '../../run/bundles.ts';
import type { ArtifactFile } from '../../run/document.ts';
import type { ArtifactStore } from '../../run/ports.ts';
import { throwFileProblem } from '../local/local-file.ts';
import { artifactsFolder } from '../local/local-layout.ts';
import { directoryArtifacts } from './artifacts-directory.ts';
import { digest } from './artifacts-file.ts';
import { inTurn } from './artifacts-joined.ts';
import type { ArtifactBounds } from './artifacts-keep.ts';
import { takeFromBundle } from './bundle-files.ts';

export interface FetchedArtifactsOptions {
  readonly segueDir: string;
  readonly environment: string;
  readonly reader: Pick<BundleReader, 'find' | 'download'>;
  readonly bounds: ArtifactBounds;
  /** A name that is never given twice. */
  readonly nonce: () => string;
}

const digestName = /^[0-9a-f]{64}$/;

/**
 * Brings back what jobs have kept in bundles. It lies beside the repository afterwards, each content once; what is missing there
 * is fetched with the bundle that has it. Which one that is nobody knows before: they are fetched from the newest on, until
 * nothing is missing.
 */
export class FetchedArtifacts implements Pick<ArtifactStore, 'restore'> {
  readonly restore: ArtifactStore['restore'];
  readonly #options: FetchedArtifactsOptions;
  /** By run: what was fetched already is not fetched again. */
  readonly #seen = new Map<string, Set<number>>();

  constructor(options: FetchedArtifactsOptions) {
    this.#options = options;
    const here = directoryArtifacts(options);
    const fetched: ArtifactStore['restore'] = async (run, task, root, files) => {
      await this.#fetch(run, files);
      return here.restore(run, task, root, files);
    };
    this.restore = inTurn(here, { restore: fetched });
  }

  /** Until all of it is here. Tasks that begin together fetch at once, and what one has fetched serves the others. */
  async #fetch(run: string, files: readonly ArtifactFile[]): Promise<void> {
    const wanted = files.map(({ sha256 }) => sha256).filter((sha256) => digestName.test(sha256));
    if (wanted.length === 0) return;
    const seen = this.#seen.get(run) ?? new Set();
    this.#seen.set(run, seen);
    for (const bundle of await this.#options.reader.find(filesSeries(this.#options.environment, run))) {
      const here = await this.#contents(run);
      if (wanted.every((sha256) => here.has(sha256))) return;
      if (bundle.isExpired || seen.has(bundle.id)) continue;
      await this.#take(run, bundle, here);
      seen.add(bundle.id);
    }
  }

  /** Digests of what lies here of a run. */
  async #contents(run: string): Promise<ReadonlySet<string>> {
    const folder = artifactsFolder(this.#options.segueDir, run);
    try {
      await mkdir(folder, { recursive: true });
      return new Set(await readdir(folder));
    } catch (error) {
      return throwFileProblem(error);
    }
  }

  /** All of it is taken, since the next task that is asked for is likely to be in it; what is not what it is called is not. */
  async #take(run: string, bundle: Bundle, here: ReadonlySet<string>): Promise<void> {
    const { segueDir, nonce } = this.#options;
    const folder = artifactsFolder(segueDir, run);
    const drafts = join(folder, `.new-${nonce()}`);
    try {
      for (const name of await this.#unpack(bundle, folder, drafts, here)) {
        if ((await digest(join(drafts, name))) !== name) continue;
        await rename(join(drafts, name), join(folder, name));
      }
    } catch (error) {
      throwFileProblem(error);
    } finally {
      await rm(drafts, { recursive: true, force: true });
    }
  }

  async #unpack(bundle: Bundle, folder: string, drafts: string, here: ReadonlySet<string>): Promise<readonly string[]> {
    const { reader, nonce, bounds } = this.#options;
    const wants = (name: string): boolean => digestName.test(name) && !here.has(name);
    const sizes = { files: Number.POSITIVE_INFINITY, fileBytes: bounds.taskBytes };
    const draft = join(folder, `.zip-${nonce()}`);
    return (await takeFromBundle(bundle, drafts, { reader, draft, bounds: sizes, wants })) ?? [];
  }
}
