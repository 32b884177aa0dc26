import { fieldsOfBody, type Reply, refusal } from './github-exchange.ts';

/** What goes wrong. */
export type Trouble =
  /** This answer, and nothing is done. */
  | { readonly kind: 'answer'; readonly status: number; readonly message?: string; readonly headers?: Reply['headers'] }
  /** The connection ends before anything is done, or after all is done. */
  | { readonly kind: 'lost-before' | 'lost-after' }
  /** Nothing is done, or all is; an answer never comes. `meanwhile` is called in its place. */
  | { readonly kind: 'silent' | 'silent-after'; readonly meanwhile: () => void }
  /** All is done, and the connection ends in the middle of the answer. */
  | { readonly kind: 'cut' }
  /** Of a listing of trees only the first half comes, and a word that it does. */
  | { readonly kind: 'truncated' }
  /** It takes until then. */
  | { readonly kind: 'held'; readonly until: Promise<unknown> }
  | { readonly kind: 'secondary-limit'; readonly retryAfter?: number; readonly status?: 403 | 429 }
  | { readonly kind: 'primary-limit'; readonly resetInSeconds: number };

export type Fault = Trouble & {
  readonly method?: string;
  /** Of the API if it does not say; of git it has `.git/` in it. */
  readonly path?: RegExp;
  /** How often; once unless it says so. */
  readonly times?: number;
  /** So many that it is for go well first. */
  readonly skip?: number;
};

/** Faults wait for the requests that they are for, in the order in which they were set. */
export class Faults {
  #waiting: { readonly fault: Fault; left: number; skip: number }[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1, skip: fault.skip ?? 0 });
  }

  clear(): void {
    this.#waiting = [];
  }

  take(method: string, path: string, door: 'api' | 'git' = 'api'): Trouble | undefined {
    const found = this.#waiting.find(
      ({ fault, left }) =>
        left > 0 && (fault.method ?? method) === method && (fault.path?.test(path) ?? door === 'api'),
    );
    if (found === undefined) return undefined;
    if (found.skip > 0) found.skip -= 1;
    else {
      found.left -= 1;
      return found.fault;
    }
    return undefined;
  }
}

/** Plays the trouble around what would have been done. `form` makes an answer of the door's kind of one that GitHub gives. */
export async function meet<R>(
  trouble: Trouble | undefined,
  act: () => Promise<R>,
  form: (reply: Reply) => R,
): Promise<R | 'lost' | 'silent'> {
  if (trouble === undefined) return act();
  const answer = troubleReply(trouble, Date.now());
  if (answer !== undefined) return form(answer);
  if (trouble.kind === 'held') await trouble.until;
  if (trouble.kind === 'held' || trouble.kind === 'cut') return act();
  if (trouble.kind === 'truncated') return form(truncated((await act()) as Reply));
  if (trouble.kind === 'lost-after' || trouble.kind === 'silent-after') await act();
  if (!('meanwhile' in trouble)) return 'lost';
  trouble.meanwhile();
  return 'silent';
}

/** The answer that a trouble gives in place of GitHub's; undefined if it gives none. */
function troubleReply(trouble: Trouble, now: number): Reply | undefined {
  switch (trouble.kind) {
    case 'answer':
      return refusal(trouble.status, trouble.message ?? 'Server Error', {}, trouble.headers);
    case 'secondary-limit': {
      const after: Reply['headers'] =
        trouble.retryAfter === undefined ? {} : { 'retry-after': `${trouble.retryAfter}` };
      const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
      return refusal(trouble.status ?? 403, message, {}, after);
    }
    case 'primary-limit': {
      const reset = Math.floor(now / 1_000) + trouble.resetInSeconds;
      const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) };
      return refusal(403, 'API rate limit exceeded for installation ID 1.', {}, headers);
    }
    case 'lost-before':
    case 'lost-after':
    case 'silent':
    case 'silent-after':
    case 'held':
    case 'cut':
    case 'truncated':
      return undefined;
    default:
      return trouble satisfies never;
  }
}

/** A listing of trees as GitHub gives one that is too long for it. */
function truncated(reply: Reply): Reply {
  const { tree, ...rest } = fieldsOfBody(reply.body);
  const entries = Array.isArray(tree) ? tree : [];
  return { ...reply, body: { ...rest, tree: entries.slice(0, entries.length / 2), truncated: true } };
}
