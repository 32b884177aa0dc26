import { Problem } from '../../diagnostic/problem.ts';
import { decodeState } from '../codec/codec.ts';
import { decodeRunList } from '../codec/codec-past.ts';
import { decodeAt } from '../documents/document-at.ts';
import type { DocumentStore, Version } from '../documents/documents.ts';
import { runListPath, stateNamespace, statePath } from '../names.ts';
import { readOwner } from './state-owner.ts';

/** What `segue state show` lists of one ref. */
export interface StateOverview {
  readonly ref: string;
  readonly version: Version;
  readonly environment?: string;
  readonly pipeline?: string;
  readonly cursor?: string;
  /** Who paused the pipeline. */
  readonly paused?: string;
  readonly runs: number;
  readonly active: readonly string[];
  /** Why the rest is unknown. */
  readonly problem?: string;
}

/** One entry for each state ref below a namespace, sorted by ref. */
export async function showState(
  documents: DocumentStore,
  namespace: string = stateNamespace,
): Promise<readonly StateOverview[]> {
  const refs = await documents.refs(namespace);
  return Promise.all(refs.map(({ ref, version }) => overview(documents, ref, version)));
}

async function overview(documents: DocumentStore, ref: string, version: Version): Promise<StateOverview> {
  try {
    const owner = await readOwner(documents, ref, version);
    const state = decodeState((await documents.read(version, statePath)) ?? '', owner);
    const list = await documents.read(version, runListPath);
    return {
      ref,
      version,
      ...owner,
      ...(state.cursor === undefined ? {} : { cursor: state.cursor }),
      ...(state.paused === undefined ? {} : { paused: state.paused.by }),
      runs: list === undefined ? 0 : decodeRunList(list, owner).runs.length,
      active: state.active.map(({ run }) => run),
    };
  } catch (error) {
    return { ref, version, runs: 0, active: [], problem: problemText(error) };
  }
}

/**
 * All state as JSON lines, for other tools and for backup: `{"kind":KIND, …}`, by ref and path; the kinds are those of
 * `KnownDocument`, and `problem`. What cannot be read becomes a line of kind `problem`; the rest goes on. Only one document is held at a time.
 */
export async function* exportState(
  documents: DocumentStore,
  namespace: string = stateNamespace,
): AsyncGenerator<string, void, undefined> {
  for (const { ref, version } of await documents.refs(namespace)) {
    try {
      const owner = await readOwner(documents, ref, version);
      for (const path of await documents.paths(version))
        yield await exportDocument(documents, { ref, version, path }, owner);
    } catch (error) {
      yield line({ kind: 'problem', ref, message: problemText(error) });
    }
  }
}

interface Place {
  readonly ref: string;
  readonly version: Version;
  readonly path: string;
}

async function exportDocument(
  documents: DocumentStore,
  { ref, version, path }: Place,
  owner: { readonly environment: string; readonly pipeline: string },
): Promise<string> {
  try {
    const text = (await documents.read(version, path)) ?? '';
    const known = decodeAt(path, text, owner);
    if (known === undefined) return line({ kind: 'problem', ref, path, message: 'This is no document of Segue.' });
    return line({ kind: known.kind, ...owner, document: known.document });
  } catch (error) {
    return line({ kind: 'problem', ref, path, message: problemText(error) });
  }
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

function problemText(error: unknown): string {
  if (error instanceof Problem) return error.message;
  throw error;
}
