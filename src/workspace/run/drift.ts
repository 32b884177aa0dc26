import { looksLikeCode } from '../../model/code-file.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import type { RunDocument } from '../../run/document.ts';
import { git } from '../../store/git/git-process.ts';
import { dropSnapshot, takeSnapshot } from '../../store/repository/snapshot.ts';
import { namedBy, productsOf } from '../pipelines/named-by.ts';
import type { Workspace } from '../workspace.ts';

/** In what the checkout differs from what a run is pinned to. Paths from the root, sorted. */
export interface Drift {
  /** What a resume must not mix: other code. */
  readonly code: readonly string[];
  /** Data that Git does not know: most likely tasks have written it. */
  readonly data: readonly string[];
}

const what = 'compare the working tree';

/**
 * Looks at what lies in the checkout, with all changes that are not committed. What tasks have written is no other code: their
 * artifacts, files that are new since, and untracked data. Undefined if another commit is checked out.
 */
export async function driftFrom(
  { repository, randomness }: Workspace,
  { commit, snapshotOf = commit }: Pick<RunDocument, 'commit' | 'snapshotOf'>,
  pipeline: Pipeline,
): Promise<Drift | undefined> {
  if (repository.head !== snapshotOf) return undefined;
  const run = `look-${randomness.letters(8)}`;
  const here = await takeSnapshot(repository, { run, nonce: run, ...namedBy(pipeline) });
  try {
    const isProduct = productsOf(pipeline);
    const changed = await changesBetween(repository.place, commit, here?.commit ?? snapshotOf);
    const suspects = changed.filter(({ path, kind }) => kind !== 'A' && !isProduct(path));
    const tracked = await trackedIn(repository.place, snapshotOf, suspects);
    const isData = ({ path, kind, mode }: Changed) =>
      kind === 'M' && mode !== '100755' && !tracked.has(path) && !looksLikeCode(path);
    const named = (all: readonly Changed[]) => all.map(({ path }) => path).sort();
    return {
      code: named(suspects.filter((each) => !isData(each))),
      data: named(suspects.filter(isData)),
    };
  } finally {
    if (here !== undefined) await dropSnapshot(repository, run);
  }
}

interface Changed {
  readonly path: string;
  /** As git has it: `A`dded, `D`eleted, `M`odified, another `T`ype. */
  readonly kind: string;
  readonly mode: string;
}

type Place = Workspace['repository']['place'];

async function changesBetween(place: Place, before: string, after: string): Promise<readonly Changed[]> {
  if (before === after) return [];
  const raw = (await git(place, what, ['diff-tree', '-r', '-z', '--no-renames', before, after])).toString();
  return [...raw.matchAll(/:(\d+) \d+ \S+ \S+ ([A-Z])\0([^\0]+)\0/g)].map(([, mode = '', kind = '', path = '']) => ({
    path,
    kind,
    mode,
  }));
}

async function trackedIn(place: Place, commit: string, files: readonly Changed[]): Promise<ReadonlySet<string>> {
  if (files.length === 0) return new Set();
  const args = ['--literal-pathspecs', 'ls-tree', '-r', '-z', '--name-only', commit, '--'];
  const listed = await git(place, what, [...args, ...files.map(({ path }) => path)]);
  return new Set(listed.toString().split('\0'));
}
