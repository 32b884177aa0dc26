import type { BareGit } from './github-bare.ts';
import { gitText } from './github-bare.ts';
import { fieldsOfBody, type Incoming, type Reply, refusal } from './github-exchange.ts';
import { objectReply } from './github-git-objects.ts';

/** GitHub's git data, from the repository that `git push` reaches too. Undefined for what is none of it. */
export async function gitDataReply(git: BareGit, incoming: Incoming): Promise<Reply | undefined> {
  const below = /^\/repos\/[^/]+\/[^/]+\/git\/(?<rest>.+)$/.exec(incoming.path)?.groups?.rest;
  if (below === undefined) return undefined;
  const [kind = '', ...rest] = below.split('/');
  const name = rest.join('/');
  switch (`${incoming.method} ${kind}`) {
    case 'GET ref':
      return (await shownRefs(git, `refs/${name}`, true))[0] ?? refusal(404, 'Not Found');
    case 'GET matching-refs':
      return { status: 200, body: (await shownRefs(git, `refs/${name}`, false)).map(({ body }) => body) };
    case 'POST refs':
      return createRef(git, fieldsOfBody(incoming.body));
    case 'PATCH refs':
      return updateRef(git, `refs/${name}`, fieldsOfBody(incoming.body));
    case 'DELETE refs': {
      const old = await objectOf(git, `refs/${name}`);
      if (old === undefined) return refusal(422, 'Reference does not exist');
      return (await git(['update-ref', '-d', `refs/${name}`, old])).code === 0
        ? { status: 204 }
        : refusal(422, 'Reference cannot be deleted');
    }
    default:
      return objectReply(git, incoming, kind, name);
  }
}

async function shownRefs(git: BareGit, prefix: string, whole: boolean): Promise<readonly Reply[]> {
  const listed = await gitText(git(['for-each-ref', '--format=%(refname) %(objectname) %(objecttype)']));
  const rows = (listed ?? '').split('\n').map((line) => line.split(' '));
  return rows
    .filter(([ref = '']) => (whole ? ref === prefix : ref !== '' && ref.startsWith(prefix)))
    .map(([ref, sha, type]) => ({ status: 200, body: shownRef(ref, sha, type) }));
}

function shownRef(ref?: string, sha?: string, type = 'commit'): object {
  return { ref, node_id: `ref:${ref}`, url: `/git/${ref}`, object: { sha, type, url: `/git/${type}s/${sha}` } };
}

async function objectOf(git: BareGit, name: string): Promise<string | undefined> {
  return gitText(git(['rev-parse', '--verify', '--quiet', name]));
}

async function exists(git: BareGit, sha: unknown): Promise<boolean> {
  return /^[0-9a-f]{40}$/.test(String(sha)) && (await git(['cat-file', '-e', String(sha)])).code === 0;
}

async function createRef(git: BareGit, { ref, sha }: Readonly<Record<string, unknown>>): Promise<Reply> {
  const name = String(ref);
  const valid = /^refs\/[^/]+\/./.test(name) && (await git(['check-ref-format', name])).code === 0;
  if (!valid) return refusal(422, `${name} is not a valid ref name.`);
  if (!(await exists(git, sha))) return refusal(422, 'Object does not exist');
  const made = await git(['update-ref', '--stdin'], { input: `create ${name} ${sha}\n` });
  return made.code === 0
    ? { status: 201, body: shownRef(name, String(sha)) }
    : refusal(422, 'Reference already exists');
}

/** As GitHub does it: without `force`, only to a descendant, and never over somebody else's update. */
async function updateRef(git: BareGit, name: string, body: Readonly<Record<string, unknown>>): Promise<Reply> {
  const old = await objectOf(git, name);
  const sha = String(body.sha);
  if (old === undefined) return refusal(422, 'Reference does not exist');
  if (!(await exists(git, sha))) return refusal(422, 'Object does not exist');
  const forward = body.force === true || (await git(['merge-base', '--is-ancestor', old, sha])).code === 0;
  if (!forward) return refusal(422, 'Update is not a fast forward');
  const moved = await git(['update-ref', name, sha, old]);
  return moved.code === 0 ? { status: 200, body: shownRef(name, sha) } : refusal(422, 'Reference cannot be updated');
}
