import { type BareGit, gitText } from './github-bare.ts';
import { type Incoming, page, type Reply, refusal } from './github-exchange.ts';
import { changedFiles, commitIdOf, commitsOf, type History } from './github-history.ts';

/** GitHub lists no more files of one comparison, and gives no text of a larger file with its entry. */
const mostFiles = 300;
const mostInlined = 1024 * 1024;

/** What GitHub shows of a repository's branches: files, commits, comparisons. Undefined for what is none of it. */
export async function contentsReply(history: History, incoming: Incoming, base: string): Promise<Reply | undefined> {
  const { kind, rest = '' } =
    /^\/repos\/[^/]+\/[^/]+\/(?<kind>contents|commits|branches|compare)(\/(?<rest>.*))?$/.exec(incoming.path)?.groups ??
    {};
  if (kind === undefined || incoming.method !== 'GET') return undefined;
  switch (kind) {
    case 'contents':
      return shownPath(history.git, incoming.query.get('ref') ?? 'HEAD', rest.replace(/\/+$/, ''));
    case 'branches':
      return shownBranch(history, rest);
    case 'compare':
      return compared(history, incoming, rest, base);
    default:
      return rest === '' ? listed(history, incoming, base) : shownCommit(history, rest);
  }
}

async function shownPath(git: BareGit, ref: string, path: string): Promise<Reply> {
  const commit = await commitIdOf(git, ref);
  if (commit === undefined) return refusal(404, `No commit found for the ref ${ref}`);
  const type = await gitText(git(['cat-file', '-t', `${commit}:${path}`]));
  if (type === undefined) return refusal(404, 'Not Found');
  const target = type === 'tree' ? `${commit}:${path}` : commit;
  const rows = await git(['ls-tree', '-z', '-l', target, ...(type === 'tree' ? [] : ['--', path])]);
  const folder = type === 'tree' && path !== '' ? `${path}/` : '';
  const entries = rows.out.toString().split('\0').filter(Boolean);
  const shown = entries.map((row) => entryOf(row, folder));
  if (type === 'tree') return { status: 200, body: shown };
  const [entry] = shown;
  if (entry?.type !== 'file') return { status: 200, body: entry };
  const { out } = await git(['cat-file', 'blob', entry.sha]);
  const content = out.length > mostInlined ? '' : out.toString('base64');
  return { status: 200, body: { ...entry, encoding: out.length > mostInlined ? 'none' : 'base64', content } };
}

function entryOf(row: string, folder: string) {
  const [meta = '', name = ''] = row.split('\t');
  const [mode = '', kind = '', sha = '', size = ''] = meta.split(/ +/);
  const types: Readonly<Record<string, string>> = { tree: 'dir', commit: 'submodule' };
  const path = `${folder}${name}`;
  const type = mode === '120000' ? 'symlink' : (types[kind] ?? 'file');
  return { type, path, name: path.slice(path.lastIndexOf('/') + 1), sha, size: Number(size) || 0 };
}

async function shownBranch(history: History, name: string): Promise<Reply> {
  const [commit] = await commitsOf(history, ['-1', `refs/heads/${name}`]);
  if (commit === undefined) return refusal(404, 'Branch not found');
  return { status: 200, body: { name, commit, protected: false } };
}

async function listed(history: History, incoming: Incoming, base: string): Promise<Reply> {
  const { query } = incoming;
  const from = await commitIdOf(history.git, query.get('sha') ?? 'HEAD');
  if (from === undefined) return refusal(404, 'Not Found');
  const limits = ['since', 'until'].flatMap((key) => (query.has(key) ? [`--${key}=${query.get(key)}`] : []));
  const path = query.get('path');
  const commits = await commitsOf(history, [...limits, from, ...(path === null ? [] : ['--', path])]);
  return page(incoming, base, commits);
}

async function shownCommit(history: History, name: string): Promise<Reply> {
  const id = await commitIdOf(history.git, name);
  if (id === undefined) return refusal(422, `No commit found for SHA: ${name}`);
  const [commit] = await commitsOf(history, ['-1', id]);
  const files = (await changedFiles(history.git, ['-m', '--first-parent', id])).slice(0, mostFiles);
  return { status: 200, body: { ...commit, files } };
}

/** Commits oldest first, in pages; files are those since both had one state, on the first page alone. */
async function compared(history: History, incoming: Incoming, basehead: string, base: string): Promise<Reply> {
  const [from, to] = await Promise.all(basehead.split('...').map((name) => commitIdOf(history.git, name)));
  if (from === undefined || to === undefined) return refusal(404, 'Not Found');
  const fork = await gitText(history.git(['merge-base', from, to]));
  if (fork === undefined) return refusal(404, `No common ancestor between ${basehead.replace('...', ' and ')}.`);
  const [ahead, behind, [base_commit], [merge_base_commit], files] = await Promise.all([
    commitsOf(history, ['--reverse', `${from}..${to}`]),
    commitsOf(history, [`${to}..${from}`]),
    commitsOf(history, ['-1', from]),
    commitsOf(history, ['-1', fork]),
    changedFiles(history.git, [fork, to]),
  ]);
  const facts = {
    base_commit,
    merge_base_commit,
    status: statusOf(ahead.length, behind.length),
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
  };
  const isFirst = Number(incoming.query.get('page') ?? 1) === 1;
  const query = new URLSearchParams({ per_page: '250', ...Object.fromEntries(incoming.query) });
  return page({ ...incoming, query }, base, ahead, (commits) => ({
    ...facts,
    commits,
    ...(isFirst ? { files: files.slice(0, mostFiles) } : {}),
  }));
}

function statusOf(ahead: number, behind: number): 'ahead' | 'behind' | 'diverged' | 'identical' {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}
