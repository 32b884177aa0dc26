import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ArtifactFile } from '../../run/document.ts';
import type { ArtifactStore, Clock, KeptArtifacts } from '../../run/ports.ts';
import { git, startGit } from '../git/git-process.ts';
import { throwFileProblem } from '../local/local-file.ts';
import { coalesce } from '../push/coalesce.ts';
import type { Repository } from '../repository/repository.ts';
import { restoreFile, type StagedFile } from './artifacts-file.ts';
import { type ArtifactBounds, type DroppableArtifacts, keepFailure, size, stageArtifacts } from './artifacts-keep.ts';
import {
  type ArtifactRef,
  addToRef,
  artifactRef,
  type KeptBlobs,
  readKept,
  readRef,
  writeBlobs,
} from './artifacts-ref.ts';
import { dropRemote, fetchArtifacts, pushArtifacts, type SendRef } from './artifacts-remote.ts';

/** All artifacts of a run together, in Git. Hosts refuse files of more than 100 MiB, and clones grow with each. */
export const gitArtifactBytes = 100 * 1024 * 1024;

export interface GitArtifactsOptions {
  readonly repository: Repository;
  readonly environment: string;
  /** Artifacts are sent there before they count as kept; absent: they stay in this clone. */
  readonly remote?: string;
  /** To wait for a remote that does not answer; absent: that is a failure at once. */
  readonly clock?: Pick<Clock, 'after'>;
  /** How refs get there; absent: each by itself and at once. */
  readonly send?: SendRef;
  readonly bounds: ArtifactBounds;
  /** All files of a run together; `gitArtifactBytes` if absent. */
  readonly runBytes?: number;
  /** A name that is never given twice. */
  readonly nonce: () => string;
}

/** Artifacts as blobs below a ref of their run: another machine finds them where it finds the run's state. */
export function gitArtifacts(options: GitArtifactsOptions): DroppableArtifacts {
  return new GitArtifacts(options);
}

class GitArtifacts implements DroppableArtifacts {
  readonly #options: GitArtifactsOptions;
  readonly #pushes = new Map<string, () => Promise<void>>();
  /** Bytes that wait for the next push of a run. */
  readonly #unsent = new Map<string, number>();

  constructor(options: GitArtifactsOptions) {
    this.#options = options;
  }

  async keep(run: string, _task: string, root: string, patterns: readonly string[]): Promise<KeptArtifacts> {
    const { repository, nonce } = this.#options;
    const bounds = { ...this.#options.bounds, taskBytes: Math.min(this.#options.bounds.taskBytes, this.#runBytes()) };
    const drafts = join(repository.segueDir, 'artifacts', `.new-${nonce()}`);
    try {
      const staged = await stageArtifacts(root, patterns, bounds, drafts, '');
      if (!staged.ok) return staged;
      const refusal = await this.#add(run, staged.files);
      if (refusal !== undefined) return { ok: false, message: refusal };
      return { ok: true, files: staged.files.map(({ file }) => file) };
    } catch (error) {
      return keepFailure(error);
    } finally {
      await rm(drafts, { recursive: true, force: true });
    }
  }

  async restore(
    run: string,
    _task: string,
    root: string,
    files: readonly ArtifactFile[],
  ): ReturnType<ArtifactStore['restore']> {
    const kept = await this.#find(run, files);
    const written: string[] = [];
    const missing: string[] = [];
    try {
      for (const file of files) {
        const outcome = await this.#restoreOne(root, file, kept);
        if (outcome === 'written') written.push(file.path);
        if (outcome === 'missing') missing.push(file.path);
      }
    } catch (error) {
      throwFileProblem(error);
    }
    return { written, missing };
  }

  async drop(run: string): Promise<void> {
    const { repository, remote } = this.#options;
    const names = this.#names(run);
    for (const ref of [names.ref, names.tracking]) {
      await git(repository.home.place, 'delete the artifacts', ['update-ref', '--no-deref', '-d', ref]);
    }
    if (remote === undefined) return;
    await dropRemote({ ...this.#options, remote }, names);
    await git(repository.home.place, 'delete the artifacts', ['update-ref', '--no-deref', '-d', names.tracking]);
  }

  #runBytes(): number {
    return this.#options.runBytes ?? gitArtifactBytes;
  }

  #names(run: string): ArtifactRef {
    return artifactRef(this.#options.environment, run);
  }

  /** Why the files do not fit, or undefined when they are kept, and sent where there is a remote. */
  async #add(run: string, files: readonly StagedFile[]): Promise<string | undefined> {
    const { repository, remote } = this.#options;
    if (files.length === 0) return undefined;
    const blobs = await writeBlobs(repository, files);
    const added = await addToRef(repository, this.#names(run).ref, { blobs, mostBytes: this.#runBytes() });
    if (added === 'too-large') return tooLarge(this.#runBytes());
    if (remote === undefined) return undefined;
    const bytes = files.reduce((sum, { file }) => sum + file.bytes, this.#unsent.get(run) ?? 0);
    this.#unsent.set(run, bytes);
    await this.#push(run, remote);
    return undefined;
  }

  /** Tasks that end together share a push. */
  #push(run: string, remote: string): Promise<void> {
    const known = this.#pushes.get(run);
    const push = known ?? coalesce(() => this.#pushNow(run, remote));
    this.#pushes.set(run, push);
    return push();
  }

  #pushNow(run: string, remote: string): Promise<void> {
    const bytes = this.#unsent.get(run) ?? 0;
    this.#unsent.delete(run);
    return pushArtifacts({ ...this.#options, remote }, this.#names(run), bytes);
  }

  /** The remote is asked only if something is not here. */
  async #find(run: string, files: readonly ArtifactFile[]): Promise<KeptBlobs> {
    const { repository, remote } = this.#options;
    const names = this.#names(run);
    const here = await readKept(repository, await readRef(repository, names.ref));
    if (remote === undefined || files.every((file) => here.has(file.sha256))) return here;
    const there = await readKept(repository, await fetchArtifacts({ ...this.#options, remote }, names));
    return new Map([...there, ...here]);
  }

  #restoreOne(root: string, file: ArtifactFile, kept: KeptBlobs): ReturnType<typeof restoreFile> {
    const { repository, nonce } = this.#options;
    return restoreFile(root, file, `.segue-${nonce()}`, async (draft) => {
      const found = kept.get(file.sha256);
      return found !== undefined && found.bytes === file.bytes && (await extract(repository, found.blob, draft));
    });
  }
}

/** Streams a blob to a file; false if git does not have it, e.g. after a disk was damaged. */
async function extract(repository: Repository, blob: string, draft: string): Promise<boolean> {
  const child = startGit(repository.home.place, ['cat-file', 'blob', blob]);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  child.stdin.end();
  child.stderr.resume();
  await pipeline(child.stdout, createWriteStream(draft));
  return (await ended) === 0;
}

function tooLarge(runBytes: number): string {
  return (
    `the artifacts of this run would exceed ${size(runBytes)} together, the most that is kept in Git; ` +
    'put large files into object storage and hand on their address as an output'
  );
}
