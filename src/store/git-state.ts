import { DocumentState, type StateOptions } from './document-state.ts';
import { type Author, GitDocuments } from './git-documents.ts';
import { LooseObjects } from './git-loose.ts';
import type { StateRepository } from './git-objects.ts';
import { CommandRefs } from './git-refs.ts';

export interface GitStateOptions extends Omit<StateOptions, 'documents'> {
  readonly repository: StateRepository;
  /** The person for whom Segue writes; kept in the audit log. */
  readonly author?: Author;
}

/** State in the refs of a clone. */
export interface GitState {
  readonly state: DocumentState;
  /** For `segue state`: what looks at documents as such. */
  readonly documents: GitDocuments;
  /** Ends the git process that reads. The state may be used again; it then starts another. */
  close(): void;
}

/**
 * Opens the state of a clone. Nothing is read or started before it is needed. A run costs one long-lived git process for
 * its reads and one short one for each write.
 */
export function openGitState(options: GitStateOptions): GitState {
  const documents = gitDocuments(options);
  return { state: new DocumentState({ ...options, documents }), documents, close: () => documents.close() };
}

/** The documents of a clone, as state commits write them. */
export function gitDocuments(options: Pick<GitStateOptions, 'repository' | 'author' | 'clock'>): GitDocuments {
  const { repository, author, clock } = options;
  const now = () => clock.now();
  return new GitDocuments({
    objects: new LooseObjects(repository, now),
    refs: new CommandRefs(repository),
    objectFormat: repository.objectFormat,
    now,
    ...(author === undefined ? {} : { author }),
  });
}
