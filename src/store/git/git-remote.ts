import { Problem } from '../../diagnostic/problem.ts';
import type { Version } from '../documents/documents.ts';
import { trackingRef } from '../names.ts';
import { type PushVerdict, readPushReport } from '../push/push-report.ts';
import type { StateRepository } from './git-objects.ts';
import { gitProblem } from './git-problem.ts';
import { type GitPlace, git, runGit } from './git-process.ts';

export interface PushUpdate {
  readonly ref: string;
  /** Absent: the ref is deleted. */
  readonly version: Version | undefined;
  /**
   * The ref must be at this very version, though it need be no ancestor; `none`: it must not exist. Without it a push wins
   * by going forward, or by a ref that is not there.
   */
  readonly replaces?: Version | 'none';
}

export interface PushOptions {
  /** All refs move or none; a remote that does not know this has them all `blocked`. */
  readonly atomic?: boolean;
  /** Two minutes if absent. */
  readonly timeoutMs?: number;
}

/** The repository that several clones share. */
export interface StateRemote {
  /** Brings refs, or all below namespaces that end in `/`, under their tracking names. */
  fetch(refsOrNamespaces: readonly string[]): Promise<void>;
  /** One push for all; the verdicts are by ref. Never throws for what the other side says. */
  push(updates: readonly PushUpdate[], options?: PushOptions): Promise<ReadonlyMap<string, PushVerdict>>;
  /** Brings a version that no ref of the remote names any more; false if it has forgotten it, or gives only what refs name. */
  bring(version: Version): Promise<boolean>;
  /** The newest version that two have in common; undefined if their histories are unrelated. */
  commonVersion(a: Version, b: Version): Promise<Version | undefined>;
  /** The first version of a history. */
  firstVersion(version: Version): Promise<Version>;
}

const networkTimeoutMs = 120_000;
const fetchTries = 5;
const noAtomic = /does not support --atomic/i;

/** A remote by git's own transports. */
export class CommandRemote implements StateRemote {
  readonly #place: GitPlace;
  readonly #remote: string;

  /** @param remote A configured remote's name or an address. */
  constructor(repository: StateRepository, remote: string) {
    if (remote === '' || remote.startsWith('-')) throw badRemote(remote);
    // At the root: an address may be a path from there.
    this.#place = { ...repository.place, gitDir: repository.gitStore };
    this.#remote = remote;
  }

  async fetch(refsOrNamespaces: readonly string[]): Promise<void> {
    // With the star, a ref that is not there is no error; a ref's own name ends in a hash of fixed length.
    const args = ['fetch', '--quiet', '--no-tags', '--prune', '--no-write-fetch-head', '--recurse-submodules=no'];
    args.push('--refmap=', '--stdin', this.#remote);
    const input = refsOrNamespaces.map((name) => `+${name}*:${trackingRef(name)}*\n`).join('');
    for (let attempt = 1; ; attempt++) {
      const result = await runGit(this.#place, args, { timeoutMs: networkTimeoutMs, input });
      if (result.code === 0) return;
      // Another process of this clone is fetching the same ref; whichever is last has the newest.
      const busy = /cannot lock ref|unable to (create|update)|File exists/i.test(result.stderr);
      if (!busy || attempt === fetchTries) throw gitProblem('fetch the state', result.stderr);
    }
  }

  async push(
    updates: readonly PushUpdate[],
    { atomic = false, timeoutMs = networkTimeoutMs }: PushOptions = {},
  ): Promise<ReadonlyMap<string, PushVerdict>> {
    const args = ['push', '--porcelain', '--no-verify', '--no-signed', '--no-follow-tags', '--recurse-submodules=no'];
    if (atomic) args.push('--atomic');
    for (const { ref, replaces } of updates) {
      if (replaces !== undefined) args.push(`--force-with-lease=${ref}:${replaces === 'none' ? '' : replaces}`);
    }
    args.push(this.#remote, ...updates.map(({ ref, version }) => `${version ?? ''}:${ref}`));
    const refs = updates.map(({ ref }) => ref);
    try {
      const { stdout, stderr } = await runGit(this.#place, args, { timeoutMs });
      if (atomic && noAtomic.test(stderr)) return new Map(refs.map((ref) => [ref, { kind: 'blocked' }]));
      return readPushReport(stdout.toString(), refs);
    } catch (error) {
      if (error instanceof Problem && error.code === 'SG613') return readPushReport('', refs);
      throw error;
    }
  }

  async bring(version: Version): Promise<boolean> {
    const args = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--recurse-submodules=no', '--refmap='];
    return (await runGit(this.#place, [...args, this.#remote, version], { timeoutMs: networkTimeoutMs })).code === 0;
  }

  async commonVersion(a: Version, b: Version): Promise<Version | undefined> {
    const result = await runGit(this.#place, ['merge-base', a, b]);
    if (result.code === 0) return result.stdout.toString().trim();
    if (result.code === 1) return undefined;
    throw gitProblem('compare versions of the state', result.stderr);
  }

  async firstVersion(version: Version): Promise<Version> {
    const args = ['rev-list', '--first-parent', '--max-parents=0', '--max-count=1', version];
    return (await git(this.#place, 'read the history of the state', args)).toString().trim();
  }
}

function badRemote(remote: string): Problem {
  return new Problem(
    'SG612',
    `${JSON.stringify(remote)} is not a remote.`,
    'Give the name of one, e.g. `origin`; `git remote -v` lists them.',
    2,
  );
}
