import type { RunDocument } from '../../run/document.ts';
import type { PipelineState, StateView } from '../../run/ports.ts';
import { decodeRun, decodeState, type Owner } from '../codec/codec.ts';
import { decodeDurations, decodeRunList } from '../codec/codec-past.ts';
import { damaged } from '../codec/damaged.ts';
import { durationsPath, isRunId, runListPath, runPath, statePath } from '../names.ts';
import type { DocumentStore, Version } from './documents.ts';

/** What versions of a state hold, each document read and checked once it is asked for. */
export class DocumentViews {
  readonly #documents: Pick<DocumentStore, 'read'>;
  /** The newest that was looked at of each pipeline: a version never changes, so what it holds is checked once. */
  readonly #known = new Map<string, { readonly version: Version; readonly view: StateView }>();

  constructor(documents: Pick<DocumentStore, 'read'>) {
    this.#documents = documents;
  }

  /**
   * @param version Where the ref is; `undefined` if there is none yet.
   * @throws {Problem} SG606, SG607 here if the pipeline's own document cannot be believed, later if it is another one.
   */
  async at(version: Version | undefined, owner: Owner): Promise<StateView> {
    if (version === undefined) return nothingYet(owner);
    const key = `${owner.environment} ${owner.pipeline}`;
    const known = this.#known.get(key);
    if (known?.version === version) return known.view;
    const state = await this.#decoded(version, statePath, owner, decodeState);
    if (state === undefined) throw damaged(`state of ${owner.pipeline}`, `it has no ${statePath}`);
    const view = this.#view(version, owner, state);
    this.#known.set(key, { version, view });
    return view;
  }

  async run(version: Version | undefined, owner: Owner, run: string): Promise<RunDocument | undefined> {
    if (version === undefined || !isRunId(run)) return undefined;
    return this.#decoded(version, runPath(run), owner, (text) => decodeRun(text, owner, run));
  }

  #view(version: Version, owner: Owner, state: PipelineState): StateView {
    return {
      state,
      runs: once(async () => (await this.#decoded(version, runListPath, owner, decodeRunList))?.runs ?? []),
      durations: once(async () => (await this.#decoded(version, durationsPath, owner, decodeDurations))?.tasks ?? {}),
      run: (run) => this.run(version, owner, run),
    };
  }

  async #decoded<T>(
    version: Version,
    path: string,
    owner: Owner,
    decode: (text: string, owner: Owner) => T,
  ): Promise<T | undefined> {
    const text = await this.#documents.read(version, path);
    return text === undefined ? undefined : decode(text, owner);
  }
}

function nothingYet(owner: Owner): StateView {
  return {
    state: { version: 1, ...owner, active: [] },
    runs: async () => [],
    durations: async () => ({}),
    run: async () => undefined,
  };
}

/** Whoever asks again gets the first answer. What failed is tried again: git may have been killed. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask().catch((error: unknown) => {
      answer = undefined;
      throw error;
    });
    return answer;
  };
}
