import { Problem } from '../../diagnostic/problem.ts';
import type { Clock } from '../../run/ports.ts';
import type { InboxRequest } from '../../run/requests.ts';
import { decodeRequest, encodeRequest } from '../codec/schema-request.ts';
import type { Chance } from '../documents/document-state.ts';
import type { Version } from '../documents/documents.ts';
import { inboxOf, isRunId } from '../names.ts';
import { unreachableProblem } from '../push/remote-problem.ts';
import type { SwapRefs } from './swap-refs.ts';

export const requestPath = 'request.json';

const tries = 5;
const nonceBytes = 16;
/** What nobody has answered for so long is about nothing any more. */
const keptMs = 24 * 60 * 60 * 1000;
/** One who asks clears away no more than this on the way. */
const mostCleared = 100;

/** A request with the version of its ref. */
export interface PostedRequest {
  readonly request: InboxRequest;
  readonly version: Version;
}

export interface RequestBoardOptions {
  readonly refs: SwapRefs;
  readonly environment: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly chance: Pick<Chance, 'hex'>;
}

/** Requests as refs, one for each run: asking twice is asking once. Whatever else lies there is left out. */
export class RequestBoard {
  readonly #options: RequestBoardOptions;
  readonly #namespace: string;

  constructor(options: RequestBoardOptions) {
    this.#options = options;
    this.#namespace = inboxOf(options.environment);
  }

  /**
   * Everyone can see the request when this resolves.
   *
   * @throws {Problem} SG608 refused, SG609 unreachable.
   */
  async post(request: InboxRequest): Promise<void> {
    const { refs } = this.#options;
    const ref = `${this.#namespace}${request.run}`;
    for (let attempt = 0; attempt < tries; attempt++) {
      const listed = await refs.list(this.#namespace);
      const from = listed.get(ref);
      if (from !== undefined && (await this.#read(request.run, from))?.holder === request.holder) return;
      if (attempt === 0) void this.#clear(listed, ref);
      const edits = new Map([[requestPath, encodeRequest(request)]]);
      const next = await refs.make(from, edits, this.#message(`Ask ${request.run} to end`));
      if ((await refs.swap(ref, from, next, 'now')) === 'done') return;
    }
    throw unreachableProblem(ref, tries);
  }

  /**
   * What is asked of these runs now, by run.
   *
   * @throws {Problem} SG609 if the remote cannot be reached.
   */
  async of(runs: Iterable<string>): Promise<ReadonlyMap<string, PostedRequest>> {
    const listed = await this.#options.refs.list(this.#namespace);
    const found = new Map<string, PostedRequest>();
    for (const run of runs) {
      const version = listed.get(`${this.#namespace}${run}`);
      const request = version === undefined ? undefined : await this.#read(run, version);
      if (version !== undefined && request !== undefined) found.set(run, { request, version });
    }
    return found;
  }

  /** Takes a request away that was answered; with the next push, and if that fails whoever asks next clears it away. */
  async remove({ request, version }: PostedRequest): Promise<void> {
    await this.#take(`${this.#namespace}${request.run}`, version);
  }

  async #clear(listed: ReadonlyMap<string, Version>, ours: string): Promise<void> {
    const others = [...listed].filter(([ref]) => ref !== ours).slice(0, mostCleared);
    for (const [ref, version] of others) {
      if (await this.#isOver(ref.slice(this.#namespace.length), version)) void this.#take(ref, version);
    }
  }

  async #isOver(run: string, version: Version): Promise<boolean> {
    const request = isRunId(run) ? await this.#read(run, version).catch(() => undefined) : undefined;
    return request === undefined || Date.parse(request.at) < this.#options.clock.now() - keptMs;
  }

  async #take(ref: string, version: Version): Promise<void> {
    try {
      await this.#options.refs.swap(ref, version, undefined, 'soon');
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }

  /** Anyone who may push can have written it: what makes no sense is none. */
  async #read(run: string, version: Version): Promise<InboxRequest | undefined> {
    try {
      const text = await this.#options.refs.read(version, requestPath);
      return text === undefined ? undefined : decodeRequest(text, run);
    } catch (error) {
      if (error instanceof Problem) return undefined;
      throw error;
    }
  }

  #message(subject: string): string {
    return `${subject}\n\nSegue-Writer: ${this.#options.chance.hex(nonceBytes)}\n`;
  }
}
