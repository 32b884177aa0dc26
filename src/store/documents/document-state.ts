import { Problem } from '../../diagnostic/problem.ts';
import type { AuditEntry } from '../../run/audit.ts';
import { auditMessage } from '../../run/audit-message.ts';
import type { RunDocument } from '../../run/document.ts';
import type {
  Clock,
  PipelineState,
  StateChange,
  StateView,
  StateWriter,
  UpdateOptions,
  WriteResult,
} from '../../run/ports.ts';
import { type Owner, peekPipeline } from '../codec/codec.ts';
import { environmentNamespace, environmentOf, stateNamespace, statePath, stateRef } from '../names.ts';
import { defaultKeptRuns } from '../upkeep/retention.ts';
import { DocumentViews } from './document-views.ts';
import type { DocumentStore, Version } from './documents.ts';
import { editsOf } from './edits.ts';

/** Where chance comes from: jitter in `[0, 1)`, and nonces as hexadecimal digits of so many bytes. */
export interface Chance {
  fraction(): number;
  hex(bytes: number): string;
}

export interface StateOptions {
  readonly documents: DocumentStore;
  readonly clock: Clock;
  readonly chance: Chance;
  /** Runs of each pipeline that are kept whole. */
  readonly keepRuns?: number;
  /** Times that a write is tried before it is a conflict. */
  readonly tries?: number;
}

const defaultTries = 40;
const firstPauseMs = 4;
const longestPauseMs = 250;
const nonceBytes = 16;

/** What Segue remembers, on any store of documents. Its rules are those of `docs/state.md`. */
export class DocumentState implements StateWriter {
  readonly #documents: DocumentStore;
  readonly #clock: Clock;
  readonly #chance: Chance;
  readonly #keepRuns: number;
  readonly #tries: number;
  readonly #views: DocumentViews;

  constructor(options: StateOptions) {
    this.#documents = options.documents;
    this.#views = new DocumentViews(options.documents);
    this.#clock = options.clock;
    this.#chance = options.chance;
    this.#keepRuns = options.keepRuns ?? defaultKeptRuns;
    this.#tries = options.tries ?? defaultTries;
  }

  async environments(): Promise<readonly string[]> {
    const refs = await this.#documents.refs(stateNamespace);
    const names = refs.map(({ ref }) => environmentOf(ref)).filter((name) => name !== undefined);
    return [...new Set(names)].sort();
  }

  /** A ref whose document does not say whose it is, or is not that one's, is left out; `fsck` reports it. */
  async pipelines(environment: string, besides: Iterable<string> = []): Promise<readonly string[]> {
    const refs = await this.#documents.refs(environmentNamespace(environment));
    const known = new Set(Array.from(besides, (id) => stateRef(environment, id)));
    const ids: string[] = [];
    for (const { ref, version } of refs) {
      if (known.has(ref)) continue;
      const id = await this.#peek(version);
      if (id !== undefined && stateRef(environment, id) === ref) ids.push(id);
    }
    return ids.sort();
  }

  /** Whose state a version says it is; undefined if it does not say, or holds no documents at all. */
  async #peek(version: Version): Promise<string | undefined> {
    try {
      const text = await this.#documents.read(version, statePath);
      return text === undefined ? undefined : peekPipeline(text);
    } catch (error) {
      if (error instanceof Problem && error.code === 'SG607') return undefined;
      throw error;
    }
  }

  async state(environment: string, pipeline: string): Promise<PipelineState> {
    return (await this.#viewOf(environment, pipeline)).state;
  }

  view(environment: string, pipeline: string): Promise<StateView> {
    return this.#viewOf(environment, pipeline);
  }

  async run(environment: string, pipeline: string, run: string): Promise<RunDocument | undefined> {
    const version = await this.#documents.head(stateRef(environment, pipeline));
    return this.#views.run(version, { environment, pipeline }, run);
  }

  async update(
    environment: string,
    pipeline: string,
    entry: AuditEntry,
    change: (current: StateView) => Promise<StateChange | undefined> | StateChange | undefined,
    options: UpdateOptions = {},
  ): Promise<WriteResult> {
    const owner = { environment, pipeline };
    let blocked: 'moved' | 'locked' = 'moved';
    for (let attempt = 0; attempt < this.#tries; attempt++) {
      if (attempt > 0) await this.#pause(attempt);
      const outcome = await this.#tryUpdate(owner, entry, change, options.push);
      if (outcome === 'written' || outcome === 'unchanged') return { outcome };
      blocked = outcome;
    }
    if (blocked === 'locked') throw lockedProblem(stateRef(environment, pipeline));
    return { outcome: 'conflict' };
  }

  async #viewOf(environment: string, pipeline: string): Promise<StateView> {
    const version = await this.#documents.head(stateRef(environment, pipeline));
    return this.#views.at(version, { environment, pipeline });
  }

  async #tryUpdate(
    owner: Owner,
    entry: AuditEntry,
    change: (current: StateView) => Promise<StateChange | undefined> | StateChange | undefined,
    push: UpdateOptions['push'],
  ): Promise<'written' | 'unchanged' | 'moved' | 'locked'> {
    const ref = stateRef(owner.environment, owner.pipeline);
    const parent = await this.#documents.head(ref, push === 'now' ? 'fresh' : undefined);
    const view = await this.#views.at(parent, owner);
    const wanted = await change(view);
    if (wanted === undefined) return 'unchanged';
    const current = { state: view.state, runs: await view.runs(), read: (path: string) => this.#read(parent, path) };
    const edits = await editsOf(current, owner, wanted, this.#keepRuns);
    if (edits.size === 0) return 'unchanged';
    return this.#documents.commit({ ref, parent, edits, message: this.#signed(entry), push });
  }

  /** Two writers may write the same bytes on the same parent: the nonce makes two versions of them all the same. */
  #signed(entry: AuditEntry): string {
    return `${auditMessage(entry)}Segue-Writer: ${this.#chance.hex(nonceBytes)}\n`;
  }

  #read(version: Version | undefined, path: string): Promise<string | undefined> {
    return version === undefined ? Promise.resolve(undefined) : this.#documents.read(version, path);
  }

  #pause(attempt: number): Promise<void> {
    const longest = Math.min(longestPauseMs, firstPauseMs * 2 ** attempt);
    return new Promise((resolve) => {
      this.#clock.after(this.#chance.fraction() * longest, resolve);
    });
  }
}

function lockedProblem(ref: string): Problem {
  return new Problem(
    'SG611',
    `The ref ${ref} stays locked: another git is writing it, or one died while doing so.`,
    `If no git is running here, remove ${ref}.lock in the .git folder.`,
  );
}
