import { type BareGit, gitText } from './github-bare.ts';
import { fieldsOfBody, type Incoming, type Reply, refusal } from './github-exchange.ts';

type Fields = Readonly<Record<string, unknown>>;
let indexes = 0;

/** Commits, trees and blobs over REST. Undefined for what is none of them. */
export async function objectReply(
  git: BareGit,
  incoming: Incoming,
  kind: string,
  sha: string,
): Promise<Reply | undefined> {
  const body = fieldsOfBody(incoming.body);
  switch (`${incoming.method} ${kind}`) {
    case 'GET commits':
      return (await shownCommit(git, sha)) ?? refusal(404, 'Not Found');
    case 'POST commits':
      return createCommit(git, body);
    case 'GET trees':
      return (await shownTree(git, sha, incoming.query.has('recursive'))) ?? refusal(404, 'Not Found');
    case 'POST trees':
      return createTree(git, body);
    case 'GET blobs':
      return (await shownBlob(git, sha)) ?? refusal(404, 'Not Found');
    case 'POST blobs': {
      const content = Buffer.from(String(body.content), body.encoding === 'base64' ? 'base64' : 'utf8');
      return { status: 201, body: { sha: await stored(git, content), url: '' } };
    }
    default:
      return undefined;
  }
}

async function stored(git: BareGit, content: Buffer | string): Promise<string | undefined> {
  return gitText(git(['hash-object', '-w', '--stdin'], { input: content }));
}

async function shownCommit(git: BareGit, sha: string): Promise<Reply | undefined> {
  const text = await gitText(git(['cat-file', 'commit', sha]));
  if (text === undefined) return undefined;
  const head = text.split('\n\n', 1)[0] ?? '';
  const values = (key: string): string[] =>
    head.split('\n').flatMap((line) => (line.startsWith(`${key} `) ? [line.slice(key.length + 1)] : []));
  const parents = values('parent').map((each) => ({ sha: each }));
  return {
    status: 200,
    body: {
      sha,
      message: text.slice(head.length + 2),
      tree: { sha: values('tree')[0] },
      parents,
      author: person(values('author')[0]),
      committer: person(values('committer')[0]),
    },
  };
}

function person(line = ''): object {
  const { name, email, seconds } = /^(?<name>.*) <(?<email>.*)> (?<seconds>\d+)/.exec(line)?.groups ?? {};
  return { name, email, date: new Date(Number(seconds) * 1_000).toISOString() };
}

async function createCommit(git: BareGit, { message, tree, parents, author, committer }: Fields): Promise<Reply> {
  const olds = Array.isArray(parents) ? parents : [];
  const by = author ?? { name: 'github-actions[bot]', email: 'bot@example.com' };
  const made = await gitText(
    git(['commit-tree', String(tree), ...olds.flatMap((parent) => ['-p', String(parent)])], {
      input: String(message),
      env: { ...identity('AUTHOR', by), ...identity('COMMITTER', committer ?? by) },
    }),
  );
  if (made === undefined) return refusal(422, 'Tree SHA does not exist');
  return { status: 201, body: (await shownCommit(git, made))?.body };
}

function identity(role: string, who: unknown): Readonly<Record<string, string>> {
  const { name, email, date } = fieldsOfBody(who);
  const when: Record<string, string> = date === undefined ? {} : { [`GIT_${role}_DATE`]: String(date) };
  return { [`GIT_${role}_NAME`]: String(name), [`GIT_${role}_EMAIL`]: String(email), ...when };
}

async function shownTree(git: BareGit, sha: string, recursive: boolean): Promise<Reply | undefined> {
  const listed = await git(['ls-tree', '-z', '-l', ...(recursive ? ['-r', '-t'] : []), sha]);
  if (listed.code !== 0) return undefined;
  const rows = listed.out.toString().split('\0').filter(Boolean);
  const tree = rows.map((row) => {
    const [meta = '', path = ''] = row.split('\t');
    const [mode, type, object, size] = meta.split(/ +/);
    return { path, mode, type, sha: object, ...(type === 'blob' ? { size: Number(size) } : {}) };
  });
  return { status: 200, body: { sha, tree, truncated: false } };
}

/** By an index of its own, as git's own commands do it. An entry whose `sha` is null goes. */
async function createTree(git: BareGit, { base_tree, tree }: Fields): Promise<Reply> {
  indexes += 1;
  const env = { GIT_INDEX_FILE: `index-of-tree-${indexes}` };
  const entries = (Array.isArray(tree) ? tree : []).map(fieldsOfBody);
  if (entries.length === 0) return refusal(422, 'Invalid tree info');
  const lines = (await Promise.all(entries.map((entry) => indexLines(git, entry)))).flat();
  const read = await git(base_tree === undefined ? ['read-tree', '--empty'] : ['read-tree', String(base_tree)], {
    env,
  });
  const added = await git(['update-index', '-z', '--index-info'], { env, input: lines.join('') });
  const made = await gitText(git(['write-tree'], { env }));
  if (read.code !== 0 || added.code !== 0 || made === undefined) return refusal(422, 'tree.sha does not exist');
  return { status: 201, body: (await shownTree(git, made, false))?.body };
}

/** An entry as an index has it: a folder is all the files in it. */
async function indexLines(git: BareGit, { path, mode, sha, content }: Fields): Promise<readonly string[]> {
  if (sha === null) return [`0 ${'0'.repeat(40)}\t${path}\0`];
  if (mode !== '040000') return [`${mode} ${sha ?? (await stored(git, String(content)))}\t${path}\0`];
  const { out } = await git(['ls-tree', '-r', '-z', String(sha)]);
  const rows = out.toString().split('\0').filter(Boolean);
  return rows.map((row) => row.replace(/^(?<mode>\d+) \w+ (?<id>\w+)\t/, `$<mode> $<id>\t${path}/`).concat('\0'));
}

async function shownBlob(git: BareGit, sha: string): Promise<Reply | undefined> {
  const { code, out } = await git(['cat-file', 'blob', sha]);
  if (code !== 0) return undefined;
  return { status: 200, body: { sha, size: out.length, encoding: 'base64', content: out.toString('base64') } };
}
