import type { Edits, Version } from '../documents/documents.ts';
import { trackingRef } from '../names.ts';
import { groupedFetch } from '../push/grouped-fetch.ts';
import type { Urgency } from '../push/push-budget.ts';
import type { PushQueue } from '../push/push-queue.ts';
import { refusedProblem } from '../push/remote-problem.ts';
import type { PushEscort, SwapOutcome, SwapRefs } from '../shared/swap-refs.ts';
import type { GitDocuments } from './git-documents.ts';
import type { StateRemote } from './git-remote.ts';

/** Refs of the repository that the documents lie in: of one clone, for what is not shared, or of a forge. */
export class LocalSwapRefs implements SwapRefs {
  readonly #local: GitDocuments;

  constructor(local: GitDocuments) {
    this.#local = local;
  }

  async list(refOrNamespace: string): Promise<ReadonlyMap<string, Version>> {
    return new Map((await this.#local.refs(refOrNamespace)).map(({ ref, version }) => [ref, version]));
  }

  read(version: Version, path: string): Promise<string | undefined> {
    return this.#local.read(version, path);
  }

  madeAt(version: Version): Promise<number> {
    return whenMade(this.#local, version);
  }

  make(parent: Version | undefined, edits: Edits, message: string): Promise<Version> {
    return makeVersion(this.#local, parent, edits, message);
  }

  async swap(ref: string, from: Version | undefined, to: Version | undefined): Promise<SwapOutcome> {
    if (to === undefined && from === undefined) return 'done';
    const outcome =
      to === undefined ? await this.#local.remove(ref, from ?? '') : await this.#local.move(ref, from, to);
    if (outcome === 'locked') return 'unknown';
    return outcome === 'written' ? 'done' : 'moved';
  }
}

export interface RemoteSwapRefsOptions {
  readonly local: GitDocuments;
  readonly remote: StateRemote;
  readonly queue: PushQueue;
}

/**
 * Refs of a remote. Each swap names the version that it expects, and goes forward from it: a remote that forbids to replace
 * history has nothing against it, and one that somebody else deleted or moved is not written.
 */
export class RemoteSwapRefs implements SwapRefs {
  readonly #local: GitDocuments;
  readonly #queue: PushQueue;
  readonly #fetch: (name: string) => Promise<void>;
  readonly escort: PushEscort;

  constructor({ local, remote, queue }: RemoteSwapRefsOptions) {
    this.escort = queue;
    this.#local = local;
    this.#queue = queue;
    this.#fetch = groupedFetch((names) => remote.fetch(names));
  }

  async list(refOrNamespace: string): Promise<ReadonlyMap<string, Version>> {
    await this.#fetch(refOrNamespace);
    const tracking = trackingRef(refOrNamespace);
    const fetched = await this.#local.refs(tracking);
    return new Map(fetched.map(({ ref, version }) => [`${refOrNamespace}${ref.slice(tracking.length)}`, version]));
  }

  read(version: Version, path: string): Promise<string | undefined> {
    return this.#local.read(version, path);
  }

  madeAt(version: Version): Promise<number> {
    return whenMade(this.#local, version);
  }

  make(parent: Version | undefined, edits: Edits, message: string): Promise<Version> {
    return this.#queue.join(() => makeVersion(this.#local, parent, edits, message));
  }

  async swap(ref: string, from: Version | undefined, to: Version | undefined, urgency: Urgency): Promise<SwapOutcome> {
    const update = { ref, version: to, replaces: from ?? ('none' as const) };
    const verdict = await this.#queue.push(ref, urgency, async () => update);
    if (verdict.kind === 'refused') throw refusedProblem(ref, verdict.reason);
    return verdict.kind === 'blocked' ? 'unknown' : verdict.kind;
  }
}

async function whenMade(local: GitDocuments, version: Version): Promise<number> {
  return (await local.about(version)).seconds * 1_000;
}

function makeVersion(
  local: GitDocuments,
  parent: Version | undefined,
  edits: Edits,
  message: string,
): Promise<Version> {
  return local.prepare({ parents: parent === undefined ? [] : [parent], base: parent, edits, message });
}
