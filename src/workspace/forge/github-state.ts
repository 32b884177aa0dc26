import type { GithubClient } from '../../github/client.ts';
import { GithubObjects } from '../../github/state-objects.ts';
import { unreadable } from '../../github/state-problem.ts';
import { GithubRefs } from '../../github/state-refs.ts';
import { StateTexts } from '../../github/state-texts.ts';
import { mostDocumentBytes } from '../../store/codec/codec.ts';
import { DocumentState, type StateOptions } from '../../store/documents/document-state.ts';
import type { DocumentStore } from '../../store/documents/documents.ts';
import { isShared } from '../../store/documents/remote-documents.ts';
import { type Author, GitDocuments } from '../../store/git/git-documents.ts';
import { LocalSwapRefs } from '../../store/git/git-swap-refs.ts';
import type { SwapRefs } from '../../store/shared/swap-refs.ts';
import { openStateMoment, type StateMoment } from './state-moment.ts';

export interface GithubStateOptions extends Omit<StateOptions, 'documents'> {
  readonly client: GithubClient;
  /** The person for whom Segue writes; kept in the audit log. */
  readonly author?: Author;
}

/** Shared state without a clone. */
export interface GithubState {
  readonly state: DocumentState;
  readonly documents: GitDocuments;
  /** All of it as it is now, for who has many questions. Remembers what it was brought before. */
  readonly moment: () => Promise<StateMoment>;
  /** Requests, leases and whatever else is true in one place only. */
  readonly swapRefs: SwapRefs;
}

/**
 * Opens the state of a repository on GitHub by its API: the same documents by the same rules as in a clone, read and written
 * where they are. Each write is at GitHub when it is done, each read is of now.
 */
export function openGithubState(options: GithubStateOptions): GithubState {
  const { client, clock, author } = options;
  const documents = new GitDocuments({
    objects: new GithubObjects(client, mostDocumentBytes),
    refs: new GithubRefs(client),
    objectFormat: 'sha1',
    now: () => clock.now(),
    ...(author === undefined ? {} : { author }),
  });
  const texts = new StateTexts(client);
  const shared = sharedOnly(documents);
  return {
    state: new DocumentState({ ...options, documents: shared }),
    moment: () => openStateMoment({ ...options, documents: shared, texts, problemOf: unreadable }),
    documents,
    swapRefs: new LocalSwapRefs(documents),
  };
}

/** What is of one clone alone is not here: who put it here all the same is not believed, and nothing is put here. */
function sharedOnly(documents: GitDocuments): DocumentStore {
  return {
    refs: async (namespace) => (await documents.refs(namespace)).filter(({ ref }) => isShared(ref)),
    head: async (ref) => (isShared(ref) ? documents.head(ref) : undefined),
    read: (version, path) => documents.read(version, path),
    paths: (version) => documents.paths(version),
    commit: async (commit) => {
      if (!isShared(commit.ref)) throw new Error(`${commit.ref} is never shared`);
      return documents.commit(commit);
    },
  };
}
