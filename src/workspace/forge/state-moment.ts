import type { StateTexts } from '../../github/state-texts.ts';
import type { StateReader } from '../../run/ports.ts';
import { DocumentState, type StateOptions } from '../../store/documents/document-state.ts';
import type { DocumentStore, Version } from '../../store/documents/documents.ts';
import { stateNamespace, stateRef } from '../../store/names.ts';

/** A document of a pipeline's state. */
export interface StateDocument {
  readonly pipeline: string;
  readonly path: string;
}

/** What is stored, as it was when somebody looked: for who wants to know much of it in few requests. */
export interface StateMoment {
  readonly state: StateReader;
  /**
   * Gets ready to be asked for these; what cannot be brought is read when it is asked for. False: nothing could.
   *
   * @throws {Problem} SG609 if it does not answer.
   */
  bring(environment: string, documents: readonly StateDocument[]): Promise<boolean>;
}

export interface MomentOptions extends Omit<StateOptions, 'documents'> {
  readonly documents: DocumentStore;
  readonly texts: Pick<StateTexts, 'find' | 'bring'>;
  /** Makes a problem of what GitHub has answered. */
  readonly problemOf: (error: unknown) => unknown;
}

/**
 * Looks where all refs are, which is one request; nothing that is asked for later looks again.
 *
 * @throws {Problem} SG609 if it does not answer.
 */
export async function openStateMoment({
  documents,
  texts,
  problemOf,
  ...options
}: MomentOptions): Promise<StateMoment> {
  const refs = await documents.refs(stateNamespace);
  const heads = new Map(refs.map(({ ref, version }) => [ref, version]));
  return {
    state: new DocumentState({ ...options, documents: seenDocuments(documents, heads, texts) }),
    bring: async (environment, wanted) => {
      const asked = wanted.flatMap(({ pipeline, path }) => {
        const version = heads.get(stateRef(environment, pipeline));
        return version === undefined ? [] : [{ version, path }];
      });
      return texts.bring(asked).catch((error: unknown) => {
        throw problemOf(error);
      });
    },
  };
}

function seenDocuments(
  documents: DocumentStore,
  heads: ReadonlyMap<string, Version>,
  texts: Pick<StateTexts, 'find'>,
): DocumentStore {
  return {
    refs: async (namespace) =>
      [...heads].filter(([ref]) => ref.startsWith(namespace)).map(([ref, version]) => ({ ref, version })),
    head: async (ref) => heads.get(ref),
    read: async (version, path) => {
      const known = texts.find({ version, path });
      return known === undefined ? documents.read(version, path) : (known ?? undefined);
    },
    paths: (version) => documents.paths(version),
    commit: async ({ ref }) => {
      throw new Error(`${ref} is only looked at here`);
    },
  };
}
