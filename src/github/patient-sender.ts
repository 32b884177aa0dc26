import type { Clock } from '../run/ports.ts';
import { GithubFailure } from './failure.ts';
import type { KeptAnswers } from './kept-answers.ts';
import type { Pace } from './pace.ts';
import { nextTryMs, silenceMs } from './patience.ts';
import { readFailure } from './read-failure.ts';

export interface Patience {
  readonly clock: Clock;
  readonly pace: Pace;
  readonly kept: KeptAnswers;
  /** By the steady clock: nothing is sent or waited for after it. */
  readonly until: number;
  readonly answerMs: number;
}

/** What a request says of itself, where its method says too little. */
interface Manner {
  /** It is not sent again before a look: sent twice it would be done twice, or who else wrote meanwhile would be overlooked. */
  readonly once?: boolean;
  /** A POST that, sent twice, does what it does once. */
  readonly again?: boolean;
  /** A question by GraphQL that changes something. */
  readonly writes?: boolean;
  /** `false`: whoever asks remembers the answer for ever. */
  readonly keep?: boolean;
}

/**
 * As octokit's hooks hand it over. Hooks that stand further in get this very object, whatever is passed on to them, so changes
 * are made in place.
 */
export interface Outgoing {
  readonly method: string;
  readonly url: string;
  headers: { [name: string]: string | number | undefined };
  request?: Manner & Readonly<Record<string, unknown>>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly data: unknown;
}

type Send<O, A> = (options: O) => A | Promise<A>;

/** Sends one request until there is an answer, no hope, or no time. Throws `GithubFailure`. */
export class PatientSender {
  readonly #patience: Patience;

  constructor(patience: Patience) {
    this.#patience = patience;
  }

  /** `target` is where the request goes once its address is filled in. */
  async send<O extends Outgoing, A extends Answer>(send: Send<O, A>, options: O, target: { url: string }): Promise<A> {
    const { pace } = this.#patience;
    const repeatable = isRepeatable(options, target.url);
    for (let times = 1; ; times += 1) {
      await this.#takeTurn(isWrite(options, target.url));
      try {
        const answer = await this.#ask(send, options, target.url);
        pace.answered();
        return answer;
      } catch (error) {
        const failure = this.#heed(readFailure(error));
        const waitMs = nextTryMs(failure, { times, limitsInARow: pace.limitsInARow, repeatable });
        if (waitMs === undefined) throw failure;
        await this.pause(waitMs, failure);
      }
    }
  }

  async pause(ms: number, late: Error): Promise<void> {
    const { clock, until } = this.#patience;
    if (clock.steady() + ms > until) throw late;
    if (ms > 0) await new Promise<void>((resolve) => clock.after(ms, resolve));
  }

  async #takeTurn(writes: boolean): Promise<void> {
    const { clock, pace } = this.#patience;
    const waitMs = pace.wait(clock.steady(), writes);
    await this.pause(waitMs, new GithubFailure('limited', 'no more requests for now', { afterMs: waitMs }));
    if (writes) pace.wrote(clock.steady());
  }

  /** A limit holds for every other request, too: to go on asking can cost a client its access. */
  #heed(failure: GithubFailure): GithubFailure {
    if (failure.kind !== 'limited') return failure;
    const { clock, pace } = this.#patience;
    pace.limited();
    const ms = silenceMs(failure, pace.limitsInARow);
    pace.beSilent(clock.steady(), ms);
    const { status } = failure;
    return new GithubFailure('limited', failure.message, { afterMs: ms, ...(status === undefined ? {} : { status }) });
  }

  async #ask<O extends Outgoing, A extends Answer>(send: Send<O, A>, options: O, url: string): Promise<A> {
    const { kept } = this.#patience;
    if (options.method !== 'GET' || options.request?.keep === false) return this.#inTime(send, options);
    const known = kept.find(url);
    if (known !== undefined) options.headers['if-none-match'] = known.etag;
    try {
      const answer = await this.#inTime(send, options);
      const { etag } = answer.headers;
      if (typeof etag === 'string' && !isFullLastPage(url, answer)) {
        kept.keep(url, { etag, text: JSON.stringify(answer, withoutBigInts) });
      }
      return answer;
    } catch (error) {
      if (known !== undefined && isNotModified(error)) return JSON.parse(known.text) as A;
      throw error;
    }
  }

  async #inTime<O extends Outgoing, A extends Answer>(send: Send<O, A>, options: O): Promise<A> {
    const { clock, until, answerMs } = this.#patience;
    const end = new AbortController();
    const cancel = clock.after(Math.max(0, Math.min(answerMs, until - clock.steady())), () => end.abort());
    options.request = { ...options.request, signal: end.signal };
    try {
      return whole(await send(options));
    } finally {
      cancel();
    }
  }
}

/** GraphQL is asked by POST, and mostly asked only. */
function isWrite({ method, request }: Outgoing, url: string): boolean {
  return method !== 'GET' && method !== 'HEAD' && (request?.writes === true || !url.endsWith('/graphql'));
}

/** PUT, PATCH and DELETE say what shall be, so a second one changes nothing. */
function isRepeatable(options: Outgoing, url: string): boolean {
  const { method, request } = options;
  if (request?.once === true) return false;
  return request?.again === true || method !== 'POST' || !isWrite(options, url);
}

function isNotModified(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 304;
}

/** A body that breaks off, or is a proxy's page, octokit gives as the text that it is: a list that is cut is not an empty one. */
function whole<A extends Answer>(answer: A): A {
  // Neither has one that is read: there is nothing to say, or it is said elsewhere.
  if (answer.status === 204 || answer.status === 302 || typeof answer.data === 'object') return answer;
  throw new GithubFailure('faulty', 'the answer is not whole', { status: answer.status, maybeDone: true });
}

/**
 * What comes after such a page leaves it as it is, and its tag with it: kept, it would hide the next page, whose address only
 * stands in the headers.
 */
function isFullLastPage(url: string, { headers, data }: Answer): boolean {
  const size = Number(new URL(url).searchParams.get('per_page'));
  if (size === 0 || /rel="next"/.test(String(headers.link))) return false;
  const lists = Array.isArray(data) ? [data] : Object.values(data ?? {}).filter(Array.isArray);
  return lists.some((list) => list.length >= size);
}

/** octokit gives whole numbers beyond 2^53 as such; GitHub has none yet. */
function withoutBigInts(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
