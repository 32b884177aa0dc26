import { constants, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise } from 'yauzl';

export interface UnzipBounds {
  readonly files: number;
  /** Of one file, as it says itself; what turns out to be longer is a damaged zip. */
  readonly fileBytes: number;
}

/** Parts of names that mean the same on all disks, without `.` and `..`. */
const safeName = /^(?:[\w~-][\w.~-]*\/)*[\w~-][\w.~-]*$/;

/**
 * Writes the files of a zip that are wanted below `folder`, which is made. Gives the names of those that it wrote. A zip may come
 * from anywhere: names that lead elsewhere, folders, links and all beyond the bounds are left out. Throws if it is damaged.
 */
export async function unzip(
  zip: string,
  folder: string,
  bounds: UnzipBounds,
  wants: (name: string) => boolean = () => true,
): Promise<readonly string[]> {
  const opened = await openPromise(zip, { lazyEntries: true, autoClose: false });
  const written: string[] = [];
  try {
    for await (const entry of opened.eachEntry()) {
      const { fileName: name } = entry;
      if (written.length >= bounds.files) break;
      if (!isPlain(entry, bounds) || written.includes(name) || !wants(name)) continue;
      const target = join(folder, name);
      await mkdir(dirname(target), { recursive: true });
      await pipeline(
        await opened.openReadStreamPromise(entry),
        createWriteStream(target, { flags: 'wx', mode: 0o600 }),
      );
      written.push(name);
    }
  } finally {
    opened.close();
  }
  return written;
}

function isPlain(entry: Entry, { fileBytes }: UnzipBounds): boolean {
  return safeName.test(entry.fileName) && isFile(entry) && entry.uncompressedSize <= fileBytes;
}

/** By the mode that zips made on Unix have; others have none. */
function isFile({ externalFileAttributes }: Entry): boolean {
  const kind = (externalFileAttributes >>> 16) & constants.S_IFMT;
  return kind === 0 || kind === constants.S_IFREG;
}
