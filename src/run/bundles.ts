import type { Instant } from './document.ts';

/** A zip that the forge keeps for some time outside of Git, such as an artifact of GitHub Actions. It never changes. */
export interface Bundle {
  readonly id: number;
  /** Of the zip. */
  readonly bytes: number;
  /** SHA-256 of the zip as hexadecimal digits; absent if the forge does not say. */
  readonly sha256?: string;
  readonly storedAt: Instant;
  /** Its time is over: it is known, and its bytes are gone. */
  readonly isExpired: boolean;
  /** Address of the page of the jobs that made it. */
  readonly page: string;
}

/**
 * Finds bundles again. Those of one kind for one run are a series, e.g. `segue-logs-production-r-8k2f4q1z`. Whoever may propose changes to
 * a repository may also make its jobs keep things under any name, so only bundles of the repository's own branches are given.
 */
export interface BundleReader {
  /**
   * All of a series, newest first.
   *
   * @throws {Problem} SG952 if the forge does not answer, or refuses.
   */
  find(series: string): Promise<readonly Bundle[]>;
  /**
   * The zip's bytes; undefined if they are gone.
   *
   * @throws {Problem} SG952 as `find`, also while one reads.
   */
  download(bundle: Bundle): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** @throws {Problem} SG952 as `find`. */
  remove(bundle: Bundle): Promise<void>;
}

/** Keeps bundles, for the job that it belongs to. */
export interface BundleWriter {
  /**
   * Keeps files as one more bundle of a series: all or none of them. `files` are paths from `folder`.
   *
   * @throws {Problem} SG655 if they could not be kept.
   */
  put(series: string, folder: string, files: readonly string[], options?: PutOptions): Promise<void>;
}

export interface PutOptions {
  /** It must be kept, and may wait for its turn: the forge takes only so many of a job. */
  readonly patient?: true;
}

/** Where a job keeps what must outlive its machine. */
export interface Bundles {
  readonly reader: BundleReader;
  readonly writer: BundleWriter;
}

/** The files that tasks of a run have handed on, named by their digests. */
export function filesSeries(environment: string, run: string): string {
  return `segue-files-${environment}-${run}`;
}

/** What the tasks of a run have printed. */
export function logsSeries(environment: string, run: string): string {
  return `segue-logs-${environment}-${run}`;
}
