import { type BareGit, gitText } from './github-bare.ts';

/** Texts by path from the root; null for a file that goes. */
export type ChangedFiles = Readonly<Record<string, string | null>>;

let made = 0;

/** A commit on top of another, made on GitHub's side: nobody needs a clone for it. Two are never the same. */
export async function commitFiles(
  git: BareGit,
  { parent, files, login }: { readonly parent: string; readonly files: ChangedFiles; readonly login: string },
): Promise<string> {
  made += 1;
  const env = { GIT_INDEX_FILE: `index-of-commit-${made}` };
  await demand(git(['read-tree', parent], { env }));
  const lines = await Promise.all(
    Object.entries(files).map(async ([path, text]) => {
      if (text === null) return `0 ${'0'.repeat(40)}\t${path}\0`;
      const blob = await demand(git(['hash-object', '-w', '--stdin'], { input: text }));
      return `100644 ${blob}\t${path}\0`;
    }),
  );
  await demand(git(['update-index', '-z', '--index-info'], { env, input: lines.join('') }));
  const tree = await demand(git(['write-tree'], { env }));
  return commitTree(git, tree, [parent], login, `Change ${made}`);
}

/** A commit that merges `head` into `base`. Throws if they do not fit. */
export async function mergeCommit(git: BareGit, base: string, head: string, login: string): Promise<string> {
  const tree = await demand(git(['merge-tree', '--write-tree', base, head]));
  return commitTree(git, tree, [base, head], login, 'Merge');
}

function commitTree(
  git: BareGit,
  tree: string,
  parents: readonly string[],
  login: string,
  message: string,
): Promise<string> {
  const env = {
    GIT_AUTHOR_NAME: login,
    GIT_AUTHOR_EMAIL: `${login}@example.com`,
    GIT_COMMITTER_NAME: login,
    GIT_COMMITTER_EMAIL: `${login}@example.com`,
  };
  return demand(git(['commit-tree', tree, '-m', message, ...parents.flatMap((each) => ['-p', each])], { env }));
}

export async function demand(asked: ReturnType<BareGit>): Promise<string> {
  const text = await gitText(asked);
  if (text === undefined) throw new Error('git failed on GitHub’s side');
  return text;
}
