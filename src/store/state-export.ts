import { Problem } from '../diagnostic/problem.ts';
import { auditPath, decodeAudit } from './carried-audit.ts';
import { decodeHistory, decodeRun, decodeState } from './codec.ts';
import type { DocumentStore, Version } from './documents.ts';
import { runOfPath, stateNamespace, statePath } from './names.ts';
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
    return {
      ref,
      version,
      ...owner,
      ...(state.cursor === undefined ? {} : { cursor: state.cursor }),
      ...(state.paused === undefined ? {} : { paused: state.paused.by }),
      runs: state.runs.length,
      active: state.active.map(({ run }) => run),
    };
  } catch (error) {
    return { ref, version, runs: 0, active: [], problem: problemText(error) };
  }
}

/**
 * All state as JSON lines, for other tools and for backup: `{"kind":"pipeline"|"run"|"history"|"audit"|"problem", …}`, by ref and
 * path. What cannot be read becomes a line of kind `problem`; the rest goes on. Only one document is held at a time.
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
    const run = runOfPath(path);
    const month = /^history\/(\d{4}-\d{2})\.json$/.exec(path)?.[1];
    if (path === statePath) return line({ kind: 'pipeline', ...owner, document: decodeState(text, owner) });
    if (run !== undefined) return line({ kind: 'run', ...owner, document: decodeRun(text, owner, run) });
    if (month !== undefined) return line({ kind: 'history', ...owner, document: decodeHistory(text, month) });
    if (path === auditPath) return line({ kind: 'audit', ...owner, document: decodeAudit(text) });
    return line({ kind: 'problem', ref, path, message: 'This is no document of Segue.' });
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
