/** What an answer of GitHub says of the limit that it counts against. */
export interface LimitSeen {
  /** `core`, `graphql`, `search`, … */
  readonly resource: string;
  readonly left: number;
}

export interface Watch {
  readonly limit?: (seen: LimitSeen) => void;
  /** GitHub does not take the token. */
  readonly unknownToken?: () => void;
}

/** GitHub ends what takes it ten seconds; what takes longer is not coming. */
const answerMs = 30_000;

/** `fetch` that ends, and tells what GitHub says of its limits and of the token. */
export function watchedFetch(watch: Watch, send: typeof fetch = fetch): typeof fetch {
  return async (input, init) => {
    const end = AbortSignal.timeout(answerMs);
    const signal = init?.signal ? AbortSignal.any([init.signal, end]) : end;
    const response = await send(input, { ...init, signal });
    const left = Number(response.headers.get('x-ratelimit-remaining') ?? Number.NaN);
    const resource = response.headers.get('x-ratelimit-resource') ?? 'core';
    if (Number.isFinite(left)) watch.limit?.({ resource, left });
    if (response.status === 401) watch.unknownToken?.();
    return response;
  };
}
