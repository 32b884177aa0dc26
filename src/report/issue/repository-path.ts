/** How to find the files of the repository in what a log says. */
export interface RepositoryFiles {
  /** Whether a path from the root, with `/`, is a file of the repository. */
  readonly has: (path: string) => boolean;
  /** Where the task ran, from the root; `.` or absent is the root. */
  readonly workingDirectory?: string;
  /** The checkout's absolute path on the machine that wrote the log; runners of GitHub are known without. */
  readonly root?: string;
}

/** Checkouts of GitHub's runners: hosted, in a container, by a container action. */
const checkouts =
  /^(?:\/home\/runner\/(?:_work|work)|\/Users\/runner\/work|\/__w|\/runner\/_work|[A-Za-z]:\/a)\/[^/]+\/[^/]+\/|^\/github\/workspace\//;
const foreign = /(?:^|\/)(?:node_modules|site-packages|dist-packages|\.venv|venv|vendor|\.cargo)\/|^<|^node:/;
const longest = 500;

/** The file of the repository that a path in a log means, if it means one. */
export function repositoryPath(written: string, files: RepositoryFiles): string | undefined {
  if (written.length > longest) return undefined;
  const path = written.replace(/^file:\/\//, '').replaceAll('\\', '/');
  if (foreign.test(path)) return undefined;
  const found = isAbsolute(path) ? [belowRoot(path, files.root)] : [`${files.workingDirectory ?? '.'}/${path}`, path];
  for (const each of found) {
    const plain = each === undefined ? undefined : normalise(each);
    if (plain !== undefined && files.has(plain)) return plain;
  }
  return undefined;
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:\//.test(path);
}

function belowRoot(path: string, root: string | undefined): string | undefined {
  const start = root?.replaceAll('\\', '/').replace(/\/?$/, '/');
  if (start !== undefined && path.startsWith(start)) return path.slice(start.length);
  const [checkout] = checkouts.exec(path) ?? [];
  return checkout === undefined ? undefined : path.slice(checkout.length);
}

/** Without `.` and `..`; nothing if it leads out of the repository. */
function normalise(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length === 0 ? undefined : parts.join('/');
}
