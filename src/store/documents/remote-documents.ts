import { Problem } from '../../diagnostic/problem.ts';
import type { GitDocuments } from '../git/git-documents.ts';
import type { StateRemote } from '../git/git-remote.ts';
import {
  environmentNamespace,
  environmentOf,
  localEnvironment,
  stateNamespace,
  trackingNamespace,
  trackingRef,
} from '../names.ts';
import { groupedFetch } from '../push/grouped-fetch.ts';
import type { PushQueue } from '../push/push-queue.ts';
import type { PushVerdict } from '../push/push-report.ts';
import { Pusher, type RefProblem } from '../push/pusher.ts';
import { refusedProblem, unreachableProblem } from '../push/remote-problem.ts';
import type { CommitOutcome, DocumentCommit, DocumentStore, Version } from './documents.ts';
import { reconcile } from './reconcile.ts';

export interface RemoteDocumentsOptions {
  readonly local: GitDocuments;
  readonly remote: StateRemote;
  /** All pushes of this process to that remote. */
  readonly queue: PushQueue;
  /** `strict`: every write waits until the remote has it. `grouped`: it goes out in the background. */
  readonly durability: 'grouped' | 'strict';
}

const tries = 5;

/**
 * Documents of a clone that are shared through a remote. Reads answer from the clone; writes with `push: 'now'` build on
 * the remote's newest and count once it has them; others go out grouped. The environment `local` stays in the clone.
 */
export class RemoteDocuments implements DocumentStore {
  readonly #local: GitDocuments;
  readonly #remote: StateRemote;
  readonly #strict: boolean;
  readonly #queue: PushQueue;
  readonly #pusher: Pusher;
  readonly #fetch: (ref: string) => Promise<void>;
  /** What the remote has had from us last, by ref. */
  readonly #pushed = new Map<string, Version>();

  constructor(options: RemoteDocumentsOptions) {
    this.#local = options.local;
    this.#remote = options.remote;
    this.#strict = options.durability === 'strict';
    this.#queue = options.queue;
    this.#fetch = groupedFetch((refs) => options.remote.fetch(refs));
    this.#pusher = new Pusher({
      deliver: (ref, pace, started) => this.#deliver(ref, pace, started),
      hurry: (work) => this.#queue.hurry(work),
    });
  }

  refs(namespace: string): Promise<readonly { readonly ref: string; readonly version: Version }[]> {
    return this.#local.refs(namespace);
  }

  read(version: Version, path: string): Promise<string | undefined> {
    return this.#local.read(version, path);
  }

  paths(version: Version): Promise<readonly string[]> {
    return this.#local.paths(version);
  }

  async head(ref: string, freshness?: 'fresh'): Promise<Version | undefined> {
    if (freshness === 'fresh' && isShared(ref)) await this.#queue.joinAfter(() => this.#follow(ref));
    return this.#local.head(ref);
  }

  async commit(commit: DocumentCommit): Promise<CommitOutcome> {
    if (!isShared(commit.ref)) return this.#local.commit(commit);
    if (commit.push === 'now') return this.#commitAtRemote(commit);
    const outcome = await this.#local.commit(commit);
    if (outcome !== 'written') return outcome;
    if (this.#strict && commit.push !== 'later') await this.delivered(commit.ref);
    else this.#pusher.request(commit.ref);
    return outcome;
  }

  /**
   * Resolves when the remote has all that this clone holds of a ref, joined with what others have written.
   *
   * @throws {Problem} SG608, SG609 if it would not take it or could not be asked; it stays in the clone and goes with a later push.
   */
  async delivered(ref: string): Promise<void> {
    if (isShared(ref)) await this.#pusher.requested(ref);
  }

  /**
   * Fetches all of an environment, so that reads see what other machines wrote; gives what could not be joined. What an
   * earlier process did not get out goes with the next push.
   */
  async refresh(environment: string): Promise<readonly RefProblem[]> {
    if (environment === localEnvironment) return [];
    await this.#remote.fetch([environmentNamespace(environment)]);
    const problems: RefProblem[] = [];
    for (const ref of await this.#knownRefs(environment)) {
      await reconcile(this.#local, this.#remote, ref).then(
        (ahead) => ahead && this.#pusher.remember(ref),
        (error) => problems.push(problemAt(ref, error)),
      );
    }
    return problems;
  }

  /** Refs of an environment, here or at the remote. */
  async #knownRefs(environment: string): Promise<readonly string[]> {
    const namespace = environmentNamespace(environment);
    const [ours, theirs] = await Promise.all([namespace, trackingRef(namespace)].map((name) => this.#local.refs(name)));
    const fetched = (theirs ?? []).map(({ ref }) => `${stateNamespace}${ref.slice(trackingNamespace.length)}`);
    const names = new Set([...(ours ?? []).map(({ ref }) => ref), ...fetched]);
    return [...names].filter((ref) => environmentOf(ref) === environment).sort();
  }

  /**
   * Pushes what is due; gives what the remote would not take or could not be asked about. `last`: the lease of this process is
   * taken down with it, unless something else must be pushed before.
   */
  flush(how?: 'last'): Promise<readonly RefProblem[]> {
    if (how === undefined) return this.#pusher.flush();
    return this.#pusher.flush((undelivered) => void this.#queue.escort('last', undelivered).catch(() => undefined));
  }

  /** The remote first: a claim that nobody else can see is none. */
  async #commitAtRemote(commit: DocumentCommit): Promise<CommitOutcome> {
    const { ref } = commit;
    const push = (version: Version) => this.#queue.push(ref, 'claim', async () => ({ ref, version }));
    const { version, pushed } = await this.#queue.join(async () => {
      const version = await this.#prepare(commit);
      return { version, pushed: push(version) };
    });
    for (let attempt = 0; attempt < tries; attempt++) {
      const verdict = await (attempt === 0 ? pushed : push(version));
      if (verdict.kind === 'moved') return 'moved';
      if (verdict.kind === 'refused') throw refusedProblem(ref, verdict.reason);
      if (verdict.kind === 'done') return this.#adopt(commit, version);
      if (await this.#arrived(ref, version)) {
        await this.#queue.demandCompanion();
        return this.#adopt(commit, version);
      }
    }
    throw unreachableProblem(ref, tries);
  }

  #prepare({ parent, edits, message }: DocumentCommit): Promise<Version> {
    return this.#local.prepare({ parents: parent === undefined ? [] : [parent], base: parent, edits, message });
  }

  /** After a lost answer: the remote has our version, or one that builds on it, or our push never arrived. */
  async #arrived(ref: string, version: Version): Promise<boolean> {
    await this.#fetch(ref);
    const theirs = await this.#local.head(trackingRef(ref));
    return theirs !== undefined && (await this.#remote.commonVersion(version, theirs)) === version;
  }

  /** The remote has it. If a process of this clone wrote meanwhile, both are joined. */
  async #adopt(commit: DocumentCommit, version: Version): Promise<CommitOutcome> {
    this.#pushed.set(commit.ref, version);
    const outcome = await this.#local.move(commit.ref, commit.parent, version);
    if (outcome !== 'written') await this.#follow(commit.ref);
    return 'written';
  }

  async #follow(ref: string): Promise<boolean> {
    await this.#fetch(ref);
    return reconcile(this.#local, this.#remote, ref);
  }

  /** Brings what this clone holds of a ref to the remote, joined with what others have written; gives why it could not. */
  async #deliver(ref: string, pace: 'soon' | 'now', started: () => void): Promise<Problem | undefined> {
    try {
      for (let attempt = 0; attempt < tries; attempt++) {
        const verdict = await this.#pushHead(ref, pace, started);
        if (verdict.kind === 'done') return undefined;
        if (verdict.kind === 'refused') return refusedProblem(ref, verdict.reason);
        if (!(await this.#follow(ref))) return undefined;
      }
      return unreachableProblem(ref, tries);
    } catch (error) {
      return problemAt(ref, error).problem;
    }
  }

  async #pushHead(ref: string, pace: 'soon' | 'now', started: () => void): Promise<PushVerdict> {
    let version: Version | undefined;
    const verdict = await this.#queue.push(ref, pace, async () => {
      started();
      version = await this.#local.head(ref);
      return version === undefined || version === this.#pushed.get(ref) ? undefined : { ref, version };
    });
    if (verdict.kind === 'done' && version !== undefined) this.#pushed.set(ref, version);
    return verdict;
  }
}

function problemAt(ref: string, error: unknown): RefProblem {
  if (error instanceof Problem) return { ref, problem: error };
  throw error;
}

/** True for what leaves this clone. */
export function isShared(ref: string): boolean {
  const environment = environmentOf(ref);
  return environment !== undefined && environment !== localEnvironment;
}
