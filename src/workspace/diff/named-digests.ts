import type { Side } from '../../diff/side.ts';
import { filesNamedByTask } from '../../model/named-files.ts';
import { git } from '../../store/git-process.ts';
import type { Repository } from '../../store/repository.ts';
import type { Revisions } from './revisions.ts';

/** Git's ids of the files that differ, by path. */
export type Digests = ReadonlyMap<string, string>;

const what = 'compare the files';

/**
 * The files that tasks of either side name, and that differ. What does not differ has no digest on either side. Of the working tree those
 * that Git does not know count, too, unless it ignores them.
 *
 * @throws {Problem} those of git.
 */
export async function namedDigests(
  repository: Repository,
  { base, head }: Revisions,
  sides: readonly Side[],
): Promise<{ readonly base: Digests; readonly head: Digests }> {
  const changed = await changedFiles(repository, base.commit ?? 'HEAD', head.commit);
  const untracked = head.commit === undefined ? await untrackedFiles(repository) : [];
  if (changed.length === 0 && untracked.length === 0) return { base: new Map(), head: new Map() };
  const named = new Set(
    sides.flatMap(({ pipelines }) => pipelines.flatMap(({ tasks }) => tasks.flatMap(filesNamedByTask))),
  );
  const wanted = changed.filter(({ path }) => named.has(path));
  const fresh =
    head.commit === undefined
      ? await hashed(repository, [
          ...wanted.filter(({ isGone }) => !isGone).map(({ path }) => path),
          ...untracked.filter((path) => named.has(path)),
        ])
      : new Map(wanted.flatMap(({ path, after }) => (isNoObject(after) ? [] : [[path, after] as const])));
  const old = wanted.flatMap(({ path, before }) => (isNoObject(before) ? [] : [[path, before] as const]));
  return { base: new Map(old), head: fresh };
}

interface Changed {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly isGone: boolean;
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
  return [...raw.matchAll(/:\d+ \d+ (\S+) (\S+) ([A-Z])\0([^\0]+)\0/g)].map(
    ([, before = '', after = '', kind, path = '']) => ({
      path,
      before,
      after,
      isGone: kind === 'D',
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
