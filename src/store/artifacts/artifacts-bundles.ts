import { type BundleReader, type BundleWriter, filesSeries } from '../../run/bundles.ts';
import type { ArtifactFile } from '../../run/document.ts';
import type { ArtifactStore, KeptArtifacts } from '../../run/ports.ts';
import { artifactsFolder } from '../local/local-layout.ts';
import { coalesce } from '../push/coalesce.ts';
import { directoryArtifacts } from './artifacts-directory.ts';
import { FetchedArtifacts, type FetchedArtifactsOptions } from './artifacts-fetched.ts';
import { type DroppableArtifacts, keepFailure } from './artifacts-keep.ts';

export interface BundledArtifactsOptions extends FetchedArtifactsOptions {
  readonly reader: BundleReader;
  readonly writer: BundleWriter;
}

/**
 * Artifacts as bundles of the forge, for jobs whose machines live no longer than they do. What a task hands on lies beside the
 * repository as on any machine; it counts as kept when the forge has it, too.
 */
export function bundledArtifacts(options: BundledArtifactsOptions): DroppableArtifacts {
  return new BundledArtifacts(options);
}

class BundledArtifacts implements DroppableArtifacts {
  readonly #options: BundledArtifactsOptions;
  readonly #here: DroppableArtifacts;
  readonly #fetched: FetchedArtifacts;
  /** By run. */
  readonly #outgoing = new Map<string, Outgoing>();

  constructor(options: BundledArtifactsOptions) {
    this.#options = options;
    this.#here = directoryArtifacts(options);
    this.#fetched = new FetchedArtifacts(options);
  }

  async keep(run: string, task: string, root: string, patterns: readonly string[]): Promise<KeptArtifacts> {
    const kept = await this.#here.keep(run, task, root, patterns);
    if (!kept.ok || kept.files.length === 0) return kept;
    try {
      await this.#outgoingOf(run).send(kept.files.map(({ sha256 }) => sha256));
      return kept;
    } catch (error) {
      return keepFailure(error);
    }
  }

  restore(
    run: string,
    task: string,
    root: string,
    files: readonly ArtifactFile[],
  ): ReturnType<ArtifactStore['restore']> {
    return this.#fetched.restore(run, task, root, files);
  }

  async drop(run: string): Promise<void> {
    const { reader, environment } = this.#options;
    this.#outgoing.delete(run);
    await this.#here.drop(run);
    for (const bundle of await reader.find(filesSeries(environment, run))) await reader.remove(bundle);
  }

  #outgoingOf(run: string): Outgoing {
    const { writer, environment, segueDir } = this.#options;
    const known = this.#outgoing.get(run);
    const folder = artifactsFolder(segueDir, run);
    const series = filesSeries(environment, run);
    const outgoing = known ?? new Outgoing((files) => writer.put(series, folder, files, { patient: true }));
    this.#outgoing.set(run, outgoing);
    return outgoing;
  }
}

/** Contents of a run on their way: tasks that end while some are under way share the next bundle. */
class Outgoing {
  readonly #sent = new Set<string>();
  readonly #waiting = new Set<string>();
  readonly #go: () => Promise<void>;

  constructor(put: (files: readonly string[]) => Promise<void>) {
    this.#go = coalesce(async () => {
      const files = [...this.#waiting];
      this.#waiting.clear();
      if (files.length === 0) return;
      await put(files);
      for (const file of files) this.#sent.add(file);
    });
  }

  async send(files: readonly string[]): Promise<void> {
    const unsent = files.filter((file) => !this.#sent.has(file));
    for (const file of unsent) this.#waiting.add(file);
    if (unsent.length > 0) await this.#go();
  }
}
