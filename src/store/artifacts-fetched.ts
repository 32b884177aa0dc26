import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bundle, type BundleReader, filesSeries } from '../run/bundles.ts';
import type { ArtifactFile } from '../run/document.ts';
import type { ArtifactStore } from '../run/ports.ts';
import { directoryArtifacts } from './artifacts-directory.ts';
import { digest } from './artifacts-file.ts';
import type { ArtifactBounds } from './artifacts-keep.ts';
import { takeFromBundle } from './bundle-files.ts';
import { throwFileProblem } from './local-file.ts';
import { artifactsFolder } from './local-layout.ts';

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
  readonly #options: FetchedArtifactsOptions;
  readonly #here: ArtifactStore;
  /** By run: what was fetched already is not fetched again. */
  readonly #seen = new Map<string, Set<number>>();

  constructor(options: FetchedArtifactsOptions) {
    this.#options = options;
    this.#here = directoryArtifacts(options);
  }

  async restore(
    run: string,
    task: string,
    root: string,
    files: readonly ArtifactFile[],
  ): ReturnType<ArtifactStore['restore']> {
    const here = await this.#here.restore(run, task, root, files);
    const absent = files.filter(({ path }) => here.missing.includes(path));
    if (absent.length === 0 || !(await this.#fetch(run, absent))) return here;
    const more = await this.#here.restore(run, task, root, absent);
    const written = new Set([...here.written, ...more.written]);
    // In the order in which they were asked for.
    return { written: files.map(({ path }) => path).filter((path) => written.has(path)), missing: more.missing };
  }

  /** True if something came. */
  async #fetch(run: string, files: readonly ArtifactFile[]): Promise<boolean> {
    const wanted = new Set(files.map(({ sha256 }) => sha256).filter((sha256) => digestName.test(sha256)));
    if (wanted.size === 0) return false;
    const seen = this.#seen.get(run) ?? new Set();
    this.#seen.set(run, seen);
    const before = wanted.size;
    for (const bundle of await this.#options.reader.find(filesSeries(this.#options.environment, run))) {
      if (wanted.size === 0) break;
      if (bundle.isExpired || seen.has(bundle.id)) continue;
      for (const sha256 of await this.#take(run, bundle)) wanted.delete(sha256);
      seen.add(bundle.id);
    }
    return wanted.size < before;
  }

  /** All of it is taken, since the next task that is asked for is likely to be in it; what is not what it is called is not. */
  async #take(run: string, bundle: Bundle): Promise<readonly string[]> {
    const { segueDir, nonce } = this.#options;
    const folder = artifactsFolder(segueDir, run);
    const drafts = join(folder, `.new-${nonce()}`);
    const taken: string[] = [];
    try {
      await mkdir(folder, { recursive: true });
      for (const name of await this.#unpack(bundle, folder, drafts)) {
        if ((await digest(join(drafts, name))) !== name) continue;
        await rename(join(drafts, name), join(folder, name));
        taken.push(name);
      }
    } catch (error) {
      throwFileProblem(error);
    } finally {
      await rm(drafts, { recursive: true, force: true });
    }
    return taken;
  }

  async #unpack(bundle: Bundle, folder: string, drafts: string): Promise<readonly string[]> {
    const { reader, nonce, bounds } = this.#options;
    const here = new Set(await readdir(folder));
    const wants = (name: string): boolean => digestName.test(name) && !here.has(name);
    const sizes = { files: Number.POSITIVE_INFINITY, fileBytes: bounds.taskBytes };
    const draft = join(folder, `.zip-${nonce()}`);
    return (await takeFromBundle(bundle, drafts, { reader, draft, bounds: sizes, wants })) ?? [];
  }
}
