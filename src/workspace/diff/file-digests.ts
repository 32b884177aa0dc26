import { DifferingFiles } from '../../diff/differing-files.ts';
import type { Side } from '../../diff/side.ts';
import { git } from '../../store/git/git-process.ts';
import type { Repository } from '../../store/repository/repository.ts';
import type { Revisions } from './revisions.ts';

/** Git's ids of the files that differ, by path; with their modes where these differ. */
export type Digests = ReadonlyMap<string, string>;

const what = 'compare the files';

/**
 * The files that differ. Of the working tree those that Git does not know count, too, if a task may name them and Git does not ignore
 * them.
 *
 * @throws {Problem} those of git.
 */
export async function fileDigests(
  repository: Repository,
  { base, head }: Revisions,
  sides: readonly Side[],
): Promise<{ readonly base: Digests; readonly head: Digests }> {
  const changed = await changedFiles(repository, base.commit ?? 'HEAD', head.commit);
  const old = changed.flatMap(({ path, before, mode }) =>
    isNoObject(before) ? [] : [[path, withMode(before, mode?.before)] as const],
  );
  if (head.commit !== undefined) {
    const now = changed.flatMap(({ path, after, mode }) =>
      isNoObject(after) ? [] : [[path, withMode(after, mode?.after)] as const],
    );
    return { base: new Map(old), head: new Map(now) };
  }
  const kept = changed.filter(({ isGone }) => !isGone).map(({ path }) => path);
  const fresh = namedFiles(await untrackedFiles(repository), sides);
  const modes = new Map(changed.map(({ path, mode }) => [path, mode?.after]));
  const now = [...(await hashed(repository, [...kept, ...fresh]))];
  return { base: new Map(old), head: new Map(now.map(([path, id]) => [path, withMode(id, modes.get(path))])) };
}

/** A script that may not be run any more has changed, and so has one that is a link now, although the bytes are the same. */
function withMode(id: string, mode: string | undefined): string {
  return mode === undefined ? id : `${id} ${mode}`;
}

/** There may be much data that Git does not know: only what a task may name is looked into. */
function namedFiles(files: readonly string[], sides: readonly Side[]): readonly string[] {
  const finder = new DifferingFiles(new Map(), new Map(files.map((path) => [path, 'new'])));
  const tasks = sides.flatMap(({ pipelines }) => pipelines.flatMap((pipeline) => pipeline.tasks));
  return finder.namedBy(tasks).map(({ path }) => path);
}

interface Changed {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly isGone: boolean;
  /** As Git writes them, if they differ. */
  readonly mode?: { readonly before: string; readonly after: string };
}

async function changedFiles(
  repository: Repository,
  base: string,
  head: string | undefined,
): Promise<readonly Changed[]> {
  const options = [
    '--raw',
    '-z',
    '--no-abbrev',
    '--no-renames',
    '--no-ext-diff',
    '--no-relative',
    '--ignore-submodules',
  ];
  const commits = head === undefined ? [base] : [base, head];
  const raw = (await git(repository.place, what, ['diff', ...options, ...commits, '--'])).toString();
  return [...raw.matchAll(/:(\d+) (\d+) (\S+) (\S+) ([A-Z])\0([^\0]+)\0/g)].map(
    ([, oldMode = '', newMode = '', before = '', after = '', kind, path = '']) => ({
      path,
      before,
      after,
      isGone: kind === 'D',
      ...((kind === 'M' || kind === 'T') && oldMode !== newMode ? { mode: { before: oldMode, after: newMode } } : {}),
    }),
  );
}

async function untrackedFiles({ place, root }: Repository): Promise<readonly string[]> {
  const args = ['ls-files', '-z', '--others', '--exclude-standard'];
  const found = await git({ ...place, directory: root }, what, args);
  return found.toString().split('\0').filter(Boolean);
}

/** As Git would store them. A name with a line break cannot be asked for. */
async function hashed({ place, root }: Repository, paths: readonly string[]): Promise<Digests> {
  const asked = paths.filter((path) => !path.includes('\n'));
  if (asked.length === 0) return new Map();
  const input = asked.map((path) => `${path}\n`).join('');
  const found = await git({ ...place, directory: root }, what, ['hash-object', '--stdin-paths'], { input });
  const ids = found.toString().split('\n');
  return new Map(asked.map((path, index) => [path, ids[index] ?? '']));
}

function isNoObject(id: string): boolean {
  return /^0+$/.test(id);
}
