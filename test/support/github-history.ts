import { type BareGit, gitText } from './github-bare.ts';

const unit = '\x1f';
const format = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'].join('%x1f');

/** Whose account an address of a commit is of; undefined for nobody's. */
export type AccountOf = (email: string) => string | undefined;

export interface History {
  readonly git: BareGit;
  readonly accountOf: AccountOf;
  /** Where people look at the repository. */
  readonly page: string;
}

/** Commits as GitHub's lists show them, in the order of `git log` with these arguments; none if git knows no such thing. */
export async function commitsOf(
  { git, accountOf, page }: History,
  args: readonly string[],
): Promise<readonly object[]> {
  const listed = await git(['log', '-z', `--format=${format}`, ...args]);
  if (listed.code !== 0) return [];
  const rows = listed.out.toString().split('\0').filter(Boolean);
  return rows.map((row) => {
    const [sha, tree, parents = '', an, ae = '', at, cn, ce = '', ct, message = ''] = row.split(unit);
    return {
      sha,
      html_url: `${page}/commit/${sha}`,
      commit: {
        message: message.trimEnd(),
        tree: { sha: tree },
        author: { name: an, email: ae, date: inUtc(at) },
        committer: { name: cn, email: ce, date: inUtc(ct) },
      },
      author: account(accountOf(ae)),
      committer: account(accountOf(ce)),
      parents: parents.split(' ').flatMap((parent) => (parent === '' ? [] : [{ sha: parent }])),
    };
  });
}

/** The commit that a name stands for. */
export async function commitIdOf(git: BareGit, name: string): Promise<string | undefined> {
  return gitText(git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]));
}

const statuses: Readonly<Record<string, string>> = {
  A: 'added',
  C: 'copied',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  T: 'changed',
};

/** Files that differ, as GitHub lists them. `of` is what `git diff-tree` takes. */
export async function changedFiles(git: BareGit, of: readonly string[]): Promise<readonly object[]> {
  const flags = ['diff-tree', '-r', '-z', '--no-commit-id', '--root', '--find-renames'];
  const [named, counted] = await Promise.all([
    git([...flags, '--name-status', ...of]),
    git([...flags, '--no-renames', '--numstat', ...of]),
  ]);
  const counts = new Map(
    counted.out
      .toString()
      .split('\0')
      .map((row) => row.split('\t'))
      .map(([added, deleted, path]) => [path ?? '', [Number(added) || 0, Number(deleted) || 0] as const]),
  );
  const fields = named.out.toString().split('\0').filter(Boolean);
  const files: object[] = [];
  for (let at = 0; at < fields.length; ) {
    const letter = fields[at]?.[0] ?? '';
    const isPair = letter === 'R' || letter === 'C';
    const [before, filename = ''] = isPair ? [fields[at + 1], fields[at + 2]] : [undefined, fields[at + 1]];
    at += isPair ? 3 : 2;
    const [additions, deletions] = counts.get(filename) ?? [0, 0];
    files.push({
      filename,
      status: statuses[letter],
      additions,
      deletions,
      changes: additions + deletions,
      ...(before === undefined ? {} : { previous_filename: before }),
    });
  }
  return files;
}

function account(login: string | undefined): object | null {
  return login === undefined ? null : { login, type: login.endsWith('[bot]') ? 'Bot' : 'User' };
}

function inUtc(at = ''): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
