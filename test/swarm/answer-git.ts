import type { CodeHistory } from './code-history.ts';
import { sha1 } from './code-history.ts';
import type { Machine } from './machine.ts';

export interface GitAnswer {
  readonly code: number;
  readonly stdout?: string;
}

const done: GitAnswer = { code: 0, stdout: '' };
const no: GitAnswer = { code: 1 };

/** What Segue asks git of code and clones; of state it asks through other doors. */
export function answerGit(machine: Machine, code: CodeHistory, args: readonly string[], input: string): GitAnswer {
  const [command, ...rest] = args;
  switch (command) {
    case 'rev-parse':
      return rest.includes('--is-bare-repository') ? facts(machine) : found(commitOf(machine, code, rest.at(-1)));
    case 'init':
      machine.refs.clear();
      return done;
    case 'config':
      return config(rest);
    case 'fetch':
      machine.fetchedHead = code.head;
      return done;
    case 'ls-remote': {
      const symref = rest.includes('--symref') ? 'ref: refs/heads/main\tHEAD\n' : '';
      return { code: 0, stdout: `${symref}${code.head}\tHEAD\n` };
    }
    case 'merge-base': {
      const [older, newer] = rest.slice(-2).map((name) => commitOf(machine, code, name));
      return older !== undefined && newer !== undefined && code.isInHistory(older, newer) ? done : no;
    }
    case 'merge':
      machine.head = rest.at(-1) ?? '';
      return done;
    case 'cat-file':
      return catFile(machine, code, rest, input);
    case 'ls-tree':
      return lsTree(machine, code, rest);
    case '--literal-pathspecs':
      return rest[0] === 'ls-tree' ? lsTree(machine, code, rest.slice(1)) : done;
    case 'log':
      return no;
    case 'status':
    case 'ls-files':
    case 'worktree':
    case 'update-ref':
    case 'for-each-ref':
    case 'diff-tree':
      return done;
    default:
      throw new Error(`nobody has taught this world git ${args.join(' ')}`);
  }
}

function found(commit: string | undefined): GitAnswer {
  return commit === undefined ? no : { code: 0, stdout: `${commit}\n` };
}

function facts({ checkout, head }: Machine): GitAnswer {
  const gitDir = `${checkout}/.git`;
  return {
    code: 0,
    stdout: ['false', 'false', 'sha1', gitDir, gitDir, checkout, head, 'refs/heads/main', ''].join('\n'),
  };
}

function config(args: readonly string[]): GitAnswer {
  if (args[0] === '--get' && args[1] === 'remote.origin.url') return { code: 0, stdout: 'memory:origin\n' };
  return args[0]?.startsWith('--get') === true ? no : done;
}

/** A commit by its id, `HEAD`, or what was fetched of the default branch; only what this clone has. */
function commitOf(machine: Machine, code: CodeHistory, name = ''): string | undefined {
  const plain = name.replace(/\^\{(commit|tree)\}$/, '');
  const commit = plain === 'HEAD' ? machine.head : plain.startsWith('refs/') ? machine.fetchedHead : plain;
  const isHere = [machine.head, machine.fetchedHead].some((known) => code.isInHistory(commit, known));
  return isHere ? commit : undefined;
}

function catFile(machine: Machine, code: CodeHistory, args: readonly string[], input: string): GitAnswer {
  const [how, what = ''] = args;
  if (how === '--batch') return { code: 0, stdout: input.split('\n').filter(Boolean).map(batched(code)).join('') };
  if (how === '-e') return commitOf(machine, code, what) === undefined ? no : done;
  const colon = what.indexOf(':');
  const commit = commitOf(machine, code, what.slice(0, colon));
  const text = commit === undefined ? undefined : code.filesAt(commit).get(what.slice(colon + 1));
  return text === undefined ? no : { code: 0, stdout: text };
}

function batched(code: CodeHistory): (blob: string) => string {
  return (blob) => {
    const text = code.blob(blob) ?? '';
    return `${blob} blob ${Buffer.byteLength(text)}\n${text}\n`;
  };
}

function lsTree(machine: Machine, code: CodeHistory, args: readonly string[]): GitAnswer {
  const words = args.filter((word) => !word.startsWith('-'));
  const [name, ...paths] = words;
  const commit = commitOf(machine, code, name);
  if (commit === undefined) return no;
  const files = [...code.filesAt(commit)].filter(
    ([path]) => paths.length === 0 || paths.some((each) => path === each || path.startsWith(`${each}/`)),
  );
  const isShort = args.includes('--name-only');
  const lines = files.map(([path, text]) => (isShort ? path : `100644 blob ${sha1(text)}\t${path}`));
  return { code: 0, stdout: lines.map((line) => `${line}\0`).join('') };
}
