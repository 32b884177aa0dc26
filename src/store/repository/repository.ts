import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../diagnostic/problem.ts';
import type { StateRepository } from '../git/git-objects.ts';
import { gitProblem } from '../git/git-problem.ts';
import { type GitPlace, runGit } from '../git/git-process.ts';

/** A repository with a working tree, as it was when it was opened. Paths are absolute, links resolved by git. */
export interface Repository {
  /** Top of the working tree; of the linked one, if that is where we are. */
  readonly root: string;
  /** This working tree's own git directory (`HEAD`, `index`). */
  readonly gitDir: string;
  /** The git directory that all linked working trees share (objects, refs). */
  readonly commonDir: string;
  /** Segue's files beside Git's: journals, locks, logs, artifacts, worktrees. */
  readonly segueDir: string;
  /** The commit that is checked out; absent before the first one. */
  readonly head?: string;
  /** Short name of the branch; absent if HEAD is detached or has no commit. */
  readonly branch?: string;
  readonly objectFormat: 'sha1' | 'sha256';
  readonly shallow: boolean;
  /** What Git is in the middle of. Segue works all the same, and says so. */
  readonly inProgress?: InProgress;
  /** For git commands about the working tree, its index and HEAD. */
  readonly place: GitPlace;
  /** For those about commits, refs and remotes. */
  readonly home: RepositoryHome;
}

/** Where Segue keeps its refs and meets the remote: the repository itself, or one that it has beside a checkout. */
export interface RepositoryHome extends StateRepository {
  /**
   * Fetches the history that a shallow checkout lacks, once; gives whether that brought anything. Absent where the clone is
   * a person's own: what it holds is up to them.
   */
  readonly deepen?: () => Promise<boolean>;
}

export type InProgress = 'rebase' | 'merge' | 'cherry-pick' | 'revert' | 'bisect';

/** All that is asked, in one process. Git prints answers up to the first that it cannot give. */
const questions = [
  ...['--is-bare-repository', '--is-shallow-repository', '--show-object-format'],
  ...['--path-format=absolute', '--git-dir', '--git-common-dir', '--show-toplevel'],
  ...['HEAD', '--symbolic-full-name', 'HEAD'],
];

/**
 * Finds the repository around `place.directory`.
 *
 * @throws {Problem} SG601 no git, SG602 no repository, SG614 not trusted by git, SG651 no working tree, SG652 a line
 * break in its path.
 */
export async function openRepository(place: GitPlace): Promise<Repository> {
  const asked = await runGit(place, ['rev-parse', ...questions]);
  const answers = asked.stdout.toString().split('\n').slice(0, -1);
  const [bare, shallow, format, gitDir, commonDir, root, head, symbolic] = answers;
  if (gitDir === undefined || commonDir === undefined) throw gitProblem('find the repository', asked.stderr);
  if (root === undefined) throw noWorkingTree(bare === 'true');
  if (asked.code !== 0 && !asked.stderr.includes('HEAD')) throw gitProblem('read the repository', asked.stderr);
  if (![gitDir, commonDir, root].every((path) => path.startsWith('/') || /^[A-Z]:\//i.test(path))) throw brokenPath();
  const commit = asked.code === 0 ? head : undefined;
  const inProgress = await whatIsInProgress(gitDir);
  const ownPlace = { directory: root, environment: place.environment };
  const objectFormat = format === 'sha256' ? 'sha256' : 'sha1';
  return {
    root,
    gitDir,
    commonDir,
    segueDir: join(commonDir, 'segue'),
    ...(commit === undefined ? {} : { head: commit }),
    ...(symbolic?.startsWith('refs/heads/') ? { branch: symbolic.slice('refs/heads/'.length) } : {}),
    objectFormat,
    shallow: shallow === 'true',
    ...(inProgress === undefined ? {} : { inProgress }),
    place: ownPlace,
    home: { place: ownPlace, gitStore: commonDir, objectFormat },
  };
}

/**
 * The commit that is checked out.
 *
 * @throws {Problem} SG603 if there is none yet.
 */
export function headCommit(repository: Repository): string {
  if (repository.head !== undefined) return repository.head;
  throw new Problem(
    'SG603',
    'This repository has no commit yet, and a run is pinned to one.',
    'Commit your pipelines first: git add pipelines && git commit -m "Add pipelines"',
    2,
  );
}

function noWorkingTree(bare: boolean): Problem {
  return new Problem(
    'SG651',
    bare
      ? 'This repository is bare: it has no files that a pipeline could work on.'
      : 'This is the inside of a .git folder, not a working tree.',
    'Run Segue in a clone with a working tree.',
    2,
  );
}

function brokenPath(): Problem {
  return new Problem(
    'SG652',
    'The path of this repository holds a line break, which Git cannot report without doubt.',
    'Rename the folder.',
    2,
  );
}

const markers: readonly (readonly [name: string, what: InProgress])[] = [
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['MERGE_HEAD', 'merge'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
];

async function whatIsInProgress(gitDir: string): Promise<InProgress | undefined> {
  const present = await Promise.all(markers.map(([name]) => exists(join(gitDir, name))));
  return markers.find((_, index) => present[index])?.[1];
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
