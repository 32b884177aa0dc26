import { Problem } from '../../diagnostic/problem.ts';

/**
 * What git says (in English, `LC_ALL=C`) when the world is not as it should be, and what that means to a person. Ordered:
 * the first match counts. `docs/problems.md` lists the codes.
 */
const sayings: readonly { readonly says: RegExp; readonly problem: (said: string) => Problem }[] = [
  {
    says: /not a git repository/i,
    problem: () =>
      new Problem(
        'SG602',
        'This folder is not in a Git repository, and Segue keeps its state in one.',
        'Run `git init` and make a first commit, or change into your repository.',
        2,
      ),
  },
  {
    says: /detected dubious ownership|safe\.directory/i,
    problem: (said) =>
      new Problem(
        'SG614',
        'Git refuses this repository because its files belong to another user.',
        `If you trust it: git config --global --add safe.directory '${directoryIn(said)}'`,
      ),
  },
  {
    says: /read-only file system|permission denied|insufficient permission|operation not permitted/i,
    problem: (said) =>
      new Problem(
        'SG604',
        `Segue cannot write to this repository: ${firstLine(said)}`,
        'State is kept in the repository’s .git folder: make it writable for your user, or use another clone.',
      ),
  },
  {
    says: /no space left on device|disk quota exceeded|out of space/i,
    problem: (said) =>
      new Problem('SG605', `The disk is full: ${firstLine(said)}`, 'Free some space, then repeat the command.'),
  },
  {
    // Of a file that it has opened git does not say why; whoever may not write cannot open it.
    says: /couldn't write '|unable to write (file|loose object|new index|pack)/i,
    problem: (said) =>
      new Problem(
        'SG605',
        `The disk is full, or broken: ${firstLine(said)}`,
        'Free some space (`df -h .`), then repeat the command.',
      ),
  },
  {
    says: /could not resolve host|could not read from remote|connection (refused|timed out|reset)|unable to access|does not appear to be a git repository|terminal prompts disabled|authentication failed|failed to connect|hung up unexpectedly|early eof/i,
    problem: (said) =>
      new Problem(
        'SG609',
        `The remote repository cannot be reached: ${firstLine(said)}`,
        'Check the network and your access (`git ls-remote`), then repeat the command. Nothing recorded here is lost.',
      ),
  },
  {
    says: /unknown (option|switch|subcommand)|is not a git command|usage: git/i,
    problem: (said) =>
      new Problem('SG616', `This git is too old: ${firstLine(said)}`, 'Install git 2.31 or newer (`git --version`).'),
  },
];

/** The problem behind a git command that failed. `what` is what Segue was doing, e.g. "read the state". */
export function gitProblem(what: string, stderr: string): Problem {
  const known = sayings.find((saying) => saying.says.test(stderr));
  if (known) return known.problem(stderr);
  return new Problem(
    'SG610',
    `Git failed to ${what}: ${firstLine(stderr) || 'it gave no reason'}`,
    'Run `git fsck` to see if the repository is sound.',
  );
}

/** The problem behind a failed file operation inside the repository, or undefined if it is none that people cause. */
export function fileProblem(error: unknown): Problem | undefined {
  switch (errorCode(error)) {
    case 'EROFS':
      return gitProblem('write', `read-only file system${placeOf(error)}`);
    case 'EACCES':
    case 'EPERM':
      return gitProblem('write', `permission denied${placeOf(error)}`);
    case 'ENOSPC':
    case 'EDQUOT':
      return gitProblem('write', `no space left on device${placeOf(error)}`);
    default:
      return undefined;
  }
}

/** The `code` of a Node error, e.g. `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Of a file that was open already nobody knows which it was. */
function placeOf(error: unknown): string {
  return error instanceof Error && 'path' in error && typeof error.path === 'string' ? `: ${error.path}` : '';
}

function firstLine(text: string): string {
  const line = text.split('\n').find((candidate) => candidate.trim() !== '') ?? '';
  return line.replace(/^(fatal|error): /, '').trim();
}

function directoryIn(said: string): string {
  return /(?:repository at|directory) '([^']+)'/.exec(said)?.[1] ?? '<path>';
}
