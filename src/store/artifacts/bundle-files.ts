import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Bundle, BundleReader } from '../../run/bundles.ts';
import { errorCode } from '../git/git-problem.ts';
import { throwFileProblem } from '../local/local-file.ts';
import { digest } from './artifacts-file.ts';
import type { UnzipBounds } from './zip-files.ts';

export interface BundleFilesOptions {
  readonly reader: Pick<BundleReader, 'download'>;
  /** Where the zip lies as long as it is read; the folder is made. */
  readonly draft: string;
  readonly bounds: UnzipBounds;
  readonly wants?: (name: string) => boolean;
}

/**
 * Writes the wanted files of a bundle below `folder` and gives their names. Undefined if the bundle is gone, or its bytes are not
 * those that were kept: what is damaged counts as what is gone.
 *
 * @throws {Problem} SG60x about the disk, SG952 if the forge does not answer.
 */
export async function takeFromBundle(
  bundle: Bundle,
  folder: string,
  { reader, draft, bounds, wants }: BundleFilesOptions,
): Promise<readonly string[] | undefined> {
  try {
    const bytes = await reader.download(bundle);
    if (bytes === undefined) return undefined;
    await mkdir(dirname(draft), { recursive: true });
    await pipeline(bytes, createWriteStream(draft, { mode: 0o600 }));
    if (bundle.sha256 !== undefined && (await digest(draft)) !== bundle.sha256) return undefined;
    // Most commands meet no zip, and start without what reads one.
    const { unzip } = await import('./zip-files.ts');
    return await unzip(draft, folder, bounds, wants).catch(unlessDamaged);
  } catch (error) {
    throwFileProblem(error);
  } finally {
    await rm(draft, { force: true });
  }
}

/** A damaged zip has errors without a code; the disk's have one. */
function unlessDamaged(error: unknown): undefined {
  const code = errorCode(error);
  if (code === undefined || code.startsWith('Z_') || code.startsWith('ERR_')) return undefined;
  throw error;
}
